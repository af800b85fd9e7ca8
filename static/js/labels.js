// Select2 draws a box of its own beside a field; it is given the name that the field's label has.

function nameBoxes(within) {
  for (const field of within.querySelectorAll("select.select2-hidden-accessible")) {
    const label = document.querySelector(`label[for="${CSS.escape(field.id)}"]`);
    const box = field.nextElementSibling?.querySelector(".select2-selection");
    if (!label || !box) continue;
    label.id ||= `${field.id}_label`;
    for (const part of [box, box.querySelector("[role=textbox]")]) {
      part?.setAttribute("aria-labelledby", `${label.id} ${part.getAttribute("aria-labelledby") ?? ""}`.trim());
    }
  }
}

// Where there are such boxes they are drawn when jQuery is ready, in the order of asking; those of a
// new row of a form when it is added.
window.django?.jQuery?.(() => nameBoxes(document));
document.addEventListener("formset:added", (event) => setTimeout(() => nameBoxes(event.target)));
