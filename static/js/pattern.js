// Paints the week of a rotation: choose an activity, then half-days. Without it there are lists.

const palette = document.querySelector("[data-palette]");
const paints = [...palette.querySelectorAll("[data-paint]")];
let brush = null;

palette.hidden = false;

function hold(paint) {
  brush = brush === paint ? null : paint;
  for (const each of paints) each.setAttribute("aria-pressed", String(each === brush));
}

function show(cell) {
  const chosen = [...cell.querySelectorAll("input:checked")].map((box) => box.nextElementSibling.cloneNode(true));
  const none = document.createElement("span");
  none.className = "grid-dates";
  none.textContent = cell.closest("form").dataset.empty;
  cell.querySelector("[data-chosen]").replaceChildren(...(chosen.length ? chosen : [none]));
}

function paint(cell) {
  const box = cell.querySelector(`input[value="${brush.dataset.paint}"]`);
  // Some things are never done in this half of the day.
  if (!box) return;
  box.checked = !box.checked;
  show(cell);
}

palette.addEventListener("click", (event) => {
  const chosen = event.target.closest("[data-paint]");
  if (chosen) hold(chosen);
});
for (const cell of document.querySelectorAll("[data-cell]")) {
  cell.querySelector("summary").addEventListener("click", (event) => {
    if (!brush) return;
    event.preventDefault();
    paint(cell);
  });
  cell.addEventListener("change", () => show(cell));
}
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && brush) hold(brush);
});
