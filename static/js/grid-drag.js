// Drags a rotation onto another one, so that the two change places.

const halfOf = (link) => link.pathname.split("/").at(-2);

export function offerDragging(table, edit) {
  let from = null;
  const linkOf = (event) => event.target.closest("tbody td a[data-a]");
  const cellOf = (link) => link.closest("td");
  const fits = (link) => from && link && cellOf(link) !== cellOf(from)
    && cellOf(link).cellIndex === cellOf(from).cellIndex;

  table.addEventListener("dragstart", (event) => {
    from = linkOf(event);
    from?.classList.add("is-dragged");
  });
  table.addEventListener("dragover", (event) => {
    if (fits(linkOf(event))) event.preventDefault();
  });
  table.addEventListener("drop", (event) => {
    const onto = linkOf(event);
    if (!fits(onto)) return;
    event.preventDefault();
    const cells = [cellOf(from), cellOf(onto)];
    // Two first halves, or two second ones, change places without the rest of their blocks.
    if (halfOf(from) === halfOf(onto)) edit.swap(cells, [[from], [onto]]);
    else edit.swap(cells);
  });
  table.addEventListener("dragend", () => {
    from?.classList.remove("is-dragged");
    from = null;
  });
}
