// A table that is walked with the arrow keys: one stop of the tabulator, as the ARIA grid asks.

const STEPS = {
  ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1],
};
const PAGE = 10;

// Where nothing was found for a whole row there is nothing to stop at.
const isStop = (cell) => cell?.tagName === "TD" && !cell.matches(".grid-end:empty");

export class GridCells {
  constructor(table) {
    this.table = table;
    table.setAttribute("role", "grid");
    this.read();
    table.addEventListener("keydown", (event) => this.#onKey(event));
    table.addEventListener("focusin", (event) => this.#onFocus(event));
    // Clicking a link of a cell does not need the keyboard's stop to be there before.
    table.addEventListener("mousedown", (event) => {
      const cell = event.target.closest("td");
      if (cell) this.stopAt(cell);
    });
  }

  // Rows come and go when a part of the table is replaced.
  read() {
    const bodies = [...this.table.tBodies];
    this.rows = bodies.flatMap((body) => [...body.rows]).filter((row) => row.querySelector("td"));
    for (const link of this.table.querySelectorAll("tbody td a")) link.tabIndex = -1;
    if (!this.stop?.isConnected) this.stopAt(this.rows[0]?.querySelector("td"));
  }

  stopAt(cell) {
    if (!cell) return;
    if (this.stop && this.stop !== cell) this.stop.removeAttribute("tabindex");
    cell.tabIndex = 0;
    this.stop = cell;
  }

  focus(cell) {
    if (!cell) return;
    this.stopAt(cell);
    cell.focus();
    cell.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  // The column where a cell begins; one over two half-days counts twice.
  column(cell) {
    let column = 0;
    for (let left = cell.previousElementSibling; left; left = left.previousElementSibling) {
      column += left.colSpan;
    }
    return column;
  }

  at(row, column) {
    let begins = 0;
    for (const cell of row?.cells ?? []) {
      if (column < begins + cell.colSpan) return isStop(cell) ? cell : null;
      begins += cell.colSpan;
    }
    return null;
  }

  beside(cell, down, right) {
    const row = this.rows.indexOf(cell.parentElement);
    if (right) {
      const next = right > 0 ? cell.nextElementSibling : cell.previousElementSibling;
      return isStop(next) ? next : null;
    }
    const last = this.rows.length - 1;
    const target = this.rows[Math.max(0, Math.min(last, row + down))];
    return this.at(target, this.column(cell));
  }

  edge(cell, toEnd, ofGrid) {
    const row = ofGrid ? this.rows.at(toEnd ? -1 : 0) : cell.parentElement;
    const cells = [...row.cells].filter(isStop);
    return cells.at(toEnd ? -1 : 0);
  }

  #target(cell, event) {
    if (event.key in STEPS) return this.beside(cell, ...STEPS[event.key]);
    if (event.key === "Home") return this.edge(cell, false, event.ctrlKey);
    if (event.key === "End") return this.edge(cell, true, event.ctrlKey);
    if (event.key === "PageDown") return this.beside(cell, PAGE, 0);
    if (event.key === "PageUp") return this.beside(cell, -PAGE, 0);
    return undefined;
  }

  #onKey(event) {
    const cell = event.target.closest("td");
    if (event.target !== cell || event.altKey || event.metaKey) return;
    if (event.key === "Enter" && !event.defaultPrevented) {
      cell.querySelector("a")?.click();
      return;
    }
    const target = this.#target(cell, event);
    if (target === undefined) return;
    event.preventDefault();
    this.focus(target);
  }

  #onFocus(event) {
    const cell = event.target.closest("tbody td");
    if (cell) this.stopAt(cell);
  }
}
