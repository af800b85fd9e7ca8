// The grids of the admin: walked by keyboard and changed in place. Without this they are tables of links.

import { GridCells } from "./grid-cells.js";
import { GridEdit } from "./grid-edit.js";
import { offerDragging } from "./grid-drag.js";
import { listen } from "./grid-live.js";

const table = document.querySelector("table.rounds-grid");

if (table) {
  const cells = new GridCells(table);
  if (table.dataset.edit) {
    const edit = new GridEdit(cells, document.querySelector(".rounds-page"));
    if (table.matches(".year-grid")) offerDragging(table, edit);
    listen(edit);
  }
}
