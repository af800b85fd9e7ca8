// Keeps the page of a solve up to date. Without it the page has a link to look again.

const region = document.querySelector("[data-solve-live]");
const spoken = document.querySelector("[data-solve-spoken]");

function show(piece) {
  region.innerHTML = piece;
  const { sentence } = region.querySelector("[data-sentence]").dataset;
  // A screen reader says what is set, even when it is what it was.
  if (spoken.textContent !== sentence) spoken.textContent = sentence;
}

if (region) {
  const source = new EventSource(region.dataset.solveLive);
  source.addEventListener("progress", (event) => show(event.data));
  source.addEventListener("over", () => {
    source.close();
    window.location.reload();
  });
}
