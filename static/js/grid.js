// The grids of the admin: walked by keyboard. Without this they are tables of links.

import { GridCells } from "./grid-cells.js";

for (const table of document.querySelectorAll("table.rounds-grid")) new GridCells(table);
