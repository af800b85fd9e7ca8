// The search in the header: by / or Ctrl-K, with what is found below while one types.

// Where a letter is a letter, and where a grid takes what is typed for a code. On the page of a list
// the slash leads to the list's own search.
const TYPED_INTO = "input, textarea, select, [contenteditable], [data-edit]";

function isAsked(event) {
  if (event.defaultPrevented || document.querySelector("dialog[open]")) return false;
  if (event.key.toLowerCase() === "k") return (event.ctrlKey || event.metaKey) && !event.altKey;
  if (document.querySelector("#searchbar")) return false;
  return event.key === "/" && !event.ctrlKey && !event.metaKey && !event.target.closest(TYPED_INTO);
}

function start(form) {
  const field = form.querySelector("input");
  const found = form.querySelector(".find-found");

  function show(isShown) {
    found.hidden = !isShown || !found.childElementCount;
  }

  function move(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || found.hidden) return;
    const all = [field, ...found.querySelectorAll("a")];
    event.preventDefault();
    all[all.indexOf(document.activeElement) + step]?.focus();
  }

  function leave(event) {
    if (event.key !== "Escape" || found.hidden) return;
    event.preventDefault();
    field.focus();
    show(false);
  }

  document.addEventListener("keydown", (event) => {
    if (!isAsked(event)) return;
    event.preventDefault();
    field.focus();
    field.select();
  });
  form.addEventListener("keydown", move);
  form.addEventListener("keydown", leave);
  form.addEventListener("focusout", (event) => {
    if (!form.contains(event.relatedTarget)) show(false);
  });
  field.addEventListener("focus", () => show(true));
  found.addEventListener("htmx:afterSwap", () => show(true));
}

const form = document.querySelector("[data-find]");
if (form) start(form);
