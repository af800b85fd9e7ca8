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
    table.addEventListener("focusin", (event) => this.stopAt(event.target.closest("tbody td")));
    table.addEventListener("mousedown", (event) => this.stopAt(event.target.closest("tbody td")));
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
    cell.focus({ preventScroll: true });
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
    if (right) {
      const next = right > 0 ? cell.nextElementSibling : cell.previousElementSibling;
      return isStop(next) ? next : null;
    }
    const row = this.rows.indexOf(cell.parentElement) + down;
    const within = Math.max(0, Math.min(this.rows.length - 1, row));
    return this.at(this.rows[within], this.column(cell));
  }

  // The cells of the rectangle that has these two in its corners.
  between(first, second) {
    const [top, bottom] = [first, second].map((c) => this.rows.indexOf(c.parentElement)).sort((a, b) => a - b);
    const [left, right] = [this.column(first), this.column(second)].sort((a, b) => a - b);
    return this.rows.slice(top, bottom + 1).map((row) =>
      [...row.cells].filter((cell) => {
        const column = this.column(cell);
        return isStop(cell) && column >= left && column <= right;
      }));
  }

  edge(cell, toEnd, ofGrid) {
    const row = ofGrid ? this.rows.at(toEnd ? -1 : 0) : cell.parentElement;
    return [...row.cells].filter(isStop).at(toEnd ? -1 : 0);
  }

  // Where a key leads, or undefined when it leads nowhere.
  target(cell, event) {
    if (event.altKey || event.metaKey) return undefined;
    if (event.key in STEPS) return this.beside(cell, ...STEPS[event.key]);
    if (event.key === "Home") return this.edge(cell, false, event.ctrlKey);
    if (event.key === "End") return this.edge(cell, true, event.ctrlKey);
    if (event.key === "PageDown") return this.beside(cell, PAGE, 0);
    if (event.key === "PageUp") return this.beside(cell, -PAGE, 0);
    return undefined;
  }

  #onKey(event) {
    const cell = event.target.closest("td");
    if (event.target !== cell || event.defaultPrevented) return;
    if (event.key === "Enter") {
      cell.querySelector("a")?.click();
      return;
    }
    const target = this.target(cell, event);
    if (target === undefined) return;
    event.preventDefault();
    this.focus(target);
  }
}
