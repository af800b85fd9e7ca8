// Which cells of a grid are chosen: a rectangle, or some one by one.

const CHOSEN = "is-chosen";

export class GridChoice {
  // `byDragging`: whether the mouse chooses by being drawn over cells, and carries nothing.
  constructor(cells, { byDragging }) {
    this.cells = cells;
    this.chosen = new Set();
    this.first = null;
    cells.table.setAttribute("aria-multiselectable", "true");
    cells.table.addEventListener("keydown", (event) => this.#onKey(event), { capture: true });
    // Before the cell that is pressed becomes the one with the keyboard: from that one it is chosen.
    cells.table.addEventListener("mousedown", (event) => this.#onMouse(event), { capture: true });
    if (byDragging) {
      cells.table.addEventListener("dragstart", (event) => event.preventDefault());
      cells.table.addEventListener("mouseover", (event) => this.#onDraw(event));
    }
  }

  // In rows, as they lie; the cell with the keyboard when no others are chosen.
  get rows() {
    const held = this.#held();
    const rows = this.cells.rows.map((row) => [...row.cells].filter((cell) => held.has(cell)));
    return rows.filter((row) => row.length);
  }

  get all() {
    return this.rows.flat();
  }

  clear() {
    this.#choose([]);
    this.first = null;
  }

  #held() {
    const kept = [...this.chosen].filter((cell) => cell.isConnected);
    return new Set(kept.length ? kept : [this.cells.stop]);
  }

  #choose(cells) {
    for (const cell of this.chosen) {
      cell.classList.remove(CHOSEN);
      cell.removeAttribute("aria-selected");
    }
    this.chosen = new Set(cells.filter((cell) => cell.querySelector("a")));
    for (const cell of this.chosen) {
      cell.classList.add(CHOSEN);
      cell.setAttribute("aria-selected", "true");
    }
  }

  extend(cell) {
    if (!this.first?.isConnected) this.first = this.cells.stop;
    this.#choose(this.cells.between(this.first, cell).flat());
  }

  #toggle(cell) {
    const cells = this.chosen.size ? [...this.chosen] : [this.cells.stop];
    const without = cells.filter((each) => each !== cell);
    this.#choose(without.length < cells.length ? without : [...cells, cell]);
    this.first = cell;
  }

  #onKey(event) {
    const cell = event.target.closest("td");
    if (event.target !== cell) return;
    const target = this.cells.target(cell, event);
    if (target && event.shiftKey) {
      event.preventDefault();
      this.extend(target);
      this.cells.focus(target);
    } else if (target || event.key === "Escape") {
      this.clear();
    }
  }

  #onDraw(event) {
    const cell = event.target.closest("tbody td");
    if (event.buttons !== 1 || !cell || cell === this.cells.stop) return;
    this.first ??= this.cells.stop;
    this.extend(cell);
  }

  #onMouse(event) {
    const cell = event.target.closest("tbody td");
    if (!cell || event.button) return;
    if (event.shiftKey) {
      event.preventDefault();
      this.extend(cell);
    } else if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      this.#toggle(cell);
    } else if (!this.chosen.has(cell)) {
      this.clear();
    }
  }
}
