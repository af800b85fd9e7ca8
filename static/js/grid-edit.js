// A grid that is changed in place. What is refused is told in the server's words.

import { GridChoice } from "./grid-choice.js";
import { CellPanel, ask } from "./grid-panel.js";
import { GridServer } from "./grid-server.js";

const PATH = /\/at\/(.+)\/$/;
const SAVING = "is-saving";

const linksOf = (cell) => [...cell.querySelectorAll("a[href]")].filter((link) => PATH.test(link.pathname));
const placeOf = (link) => link.pathname.match(PATH)[1];
const codeOf = (cell) => {
  const link = linksOf(cell)[0];
  return link?.dataset.a ? link.textContent.trim() : "";
};
const expectsOf = (links) => links.filter((link) => link.dataset.a).map((link) => Number(link.dataset.a));

export class GridEdit {
  constructor(cells, page) {
    this.cells = cells;
    this.page = page;
    const token = page.querySelector("[name=csrfmiddlewaretoken]").value;
    this.server = new GridServer(cells.table.dataset.edit, token);
    this.choice = new GridChoice(cells, { byDragging: cells.table.matches(".block-grid") });
    this.panel = new CellPanel(page.querySelector("[data-grid-panel]"), this.server);
    this.asking = page.querySelector("[data-grid-ask]");
    this.reason = "";
    this.#offerTools();
    this.#listen();
  }

  // Cells

  open(cell, typed = "", link = linksOf(cell)[0]) {
    if (!link) return;
    const place = placeOf(link);
    this.panel.open({
      place,
      title: cell.parentElement.querySelector("th").textContent.trim(),
      typed,
      done: (chosen, more) => this.#chosen(cell, place, chosen, more),
      closed: () => this.cells.focus(this.cells.stop),
    });
  }

  async #chosen(cell, place, chosen, more) {
    const expects = chosen.expects ?? expectsOf(linksOf(cell).filter((link) => placeOf(link) === place));
    const told = await this.#change([cell], () => [{ place, ...chosen, expects }], more);
    if (told.ok) this.panel.close();
    else this.panel.refuse(told.message);
  }

  // Several at once

  async paste(text) {
    const lines = text.replace(/\r?\n$/, "").split(/\r?\n/).map((line) => line.split("\t"));
    const chosen = this.choice.rows;
    const single = lines.length === 1 && lines[0].length === 1;
    if (single) return this.#putEach(chosen.flat().map((cell) => [cell, lines[0][0]]));
    const first = chosen[0]?.[0];
    const pairs = lines.flatMap((codes, down) =>
      codes.map((code, right) => [this.#from(first, down, right), code]));
    return this.#putEach(pairs.filter(([cell]) => cell));
  }

  #from(first, down, right) {
    const row = this.cells.rows[this.cells.rows.indexOf(first.parentElement) + down];
    return this.cells.at(row, this.cells.column(first) + right);
  }

  fill() {
    const cells = this.choice.all;
    return this.#putEach(cells.slice(1).map((cell) => [cell, codeOf(cells[0])]));
  }

  clear() {
    return this.#putEach(this.choice.all.map((cell) => [cell, ""]));
  }

  #putEach(pairs) {
    const wanted = pairs.filter(([cell, code]) => linksOf(cell).length && code.trim() !== codeOf(cell));
    if (!wanted.length) return this.say("Nothing changes.");
    const changes = () => wanted.flatMap(([cell, code]) => putIn(cell, code.trim()));
    return this.#asked(wanted.map(([cell]) => cell), changes);
  }

  // Two that change places: two cells, or (`links`) two halves of blocks.
  async swap([first, second], links = [first, second].map((cell) => cell && linksOf(cell))) {
    const stands = (each) => each?.length && each.every((link) => link.dataset.a);
    if (!links.every(stands)) return this.say("Choose two cells in which something stands.");
    const changes = () => [...moved(links[0], links[1]), ...moved(links[1], links[0])];
    const told = await this.server.preview({ changes: changes() });
    if (!told.ok) return this.#refused(told);
    const reason = await ask(this.asking, {
      question: told.sentence,
      details: told.lines,
      yes: "Swap",
      why: told.reasons.length ? "must" : "no",
      reason: this.reason,
    });
    if (reason === null) return undefined;
    return this.#asked([first, second], changes, { reason });
  }

  async lock() {
    const reason = await ask(this.asking, {
      question: "Solves leave what is locked as it is. Why is it to stay?", yes: "Lock", why: "must",
    });
    if (reason) this.#relock(reason);
  }

  #relock(lock) {
    const cells = this.choice.all.filter((cell) => expectsOf(linksOf(cell)).length);
    if (!cells.length) return this.say("Nothing stands there that could be locked.");
    const changes = () => cells.map((cell) => ({ lock, expects: expectsOf(linksOf(cell)) }));
    return this.#asked(cells, changes);
  }

  // A solve or an import is taken back too, but not by a slip of the finger.
  async back(verb, reason = "") {
    const details = this.page.querySelector(`[data-grid-back="${verb}"]`)?.dataset.confirm;
    const yes = verb === "undo" ? "Undo" : "Redo";
    if (details && (await ask(this.asking, { question: `${yes} this?`, details: [details], yes })) === null) return undefined;
    return this.#asked([], null, { reason }, (more) => this.server.back(verb, more.reason));
  }

  // Asking the server

  // Tells what was refused, and asks for a reason where one is missing.
  async #asked(cells, changes, more = {}, send = null) {
    const told = await this.#change(cells, changes, more, send);
    if (told.ok) return told;
    if (told.code === "reason" || (told.code === "violations" && this.#mayOverride)) {
      const override = told.code === "violations";
      const question = override ? "This breaks rules that must hold." : "Say why.";
      const reason = await ask(this.asking, {
        question, details: [told.message], yes: override ? "Do it anyway" : "Go on", why: "must", reason: this.reason,
      });
      if (!reason) return told;
      this.reason = reason;
      return this.#asked(cells, changes, { reason, override }, send);
    }
    return this.#refused(told);
  }

  async #refused(told) {
    await ask(this.asking, { question: "This was not done.", details: [told.message], yes: "" });
    return told;
  }

  #change(cells, changes, more = {}, send = null) {
    return this.server.inTurn(async () => {
      for (const cell of cells) cell.classList.add(SAVING);
      try {
        const told = await (send ? send(more) : this.server.change({ changes: changes(), ...more }));
        if (told.ok) this.show(told.parts, told.sentence);
        return told;
      } finally {
        for (const cell of cells) cell.classList.remove(SAVING);
      }
    });
  }

  get #mayOverride() {
    return this.cells.table.dataset.override === "yes";
  }

  // What comes back

  // Puts the parts in the place of those with the same id; the keyboard stays where it was.
  show(parts, sentence) {
    const fresh = document.createElement("template");
    fresh.innerHTML = parts;
    const stop = this.cells.stop;
    const [row, column] = [stop?.parentElement.id, stop && this.cells.column(stop)];
    const index = this.cells.rows.indexOf(stop?.parentElement);
    const hadFocus = document.activeElement === stop;
    for (const part of fresh.content.querySelectorAll("[id]")) {
      const old = document.getElementById(part.id);
      if (old && !part.parentElement?.closest("[id]")) old.replaceWith(part);
    }
    this.#forgetMarks();
    this.cells.read();
    this.#offerTools();
    if (!stop?.isConnected) {
      const now = (row && document.getElementById(row)) || this.cells.rows[index];
      const cell = this.cells.at(now, column);
      if (hadFocus) this.cells.focus(cell);
      else this.cells.stopAt(cell);
    }
    this.say(sentence);
  }

  // What a check found of the version before says nothing of this one.
  #forgetMarks() {
    if (document.getElementById("grid-found").dataset.checked === "yes") return;
    for (const mark of this.page.querySelectorAll(".grid-mark, .fault-list")) mark.remove();
    for (const cell of this.cells.table.querySelectorAll("tr[id] > td, thead th")) {
      cell.classList.remove("is-hard", "is-advisory");
    }
  }

  say(sentence) {
    this.page.querySelector("[data-grid-said]").textContent = sentence;
  }

  // Keys, mouse, buttons

  #offerTools() {
    const tools = this.page.querySelector("[data-grid-tools]");
    if (tools) tools.hidden = false;
  }

  #listen() {
    const table = this.cells.table;
    table.addEventListener("click", (event) => this.#onClick(event));
    table.addEventListener("keydown", (event) => this.#onKey(event));
    for (const kind of ["copy", "cut", "paste"]) {
      document.addEventListener(kind, (event) => this.#onClipboard(kind, event));
    }
    this.page.addEventListener("click", (event) => this.#onTool(event));
    this.page.addEventListener("submit", (event) => {
      const verb = event.target.dataset.gridBack;
      if (!verb) return;
      event.preventDefault();
      this.back(verb);
    });
  }

  #onClick(event) {
    const cell = event.target.closest("tbody td");
    if (!cell || !linksOf(cell).length) return;
    event.preventDefault();
    if (event.shiftKey || event.ctrlKey || event.metaKey) {
      this.cells.focus(cell);
      return;
    }
    // The first click goes to a cell, the second opens it; so one can choose without opening.
    this.cells.focus(cell);
    if (this.clicked === cell) this.open(cell, "", event.target.closest("a") ?? undefined);
    this.clicked = cell;
  }

  #onKey(event) {
    const cell = event.target.closest("td");
    if (event.target !== cell || !linksOf(cell).length) return;
    this.clicked = null;
    const verb = this.#verbOf(cell, event);
    if (!verb) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    verb();
  }

  #verbOf(cell, event) {
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (event.altKey) return key === "s" ? () => this.swap(this.choice.all) : null;
    if (event.ctrlKey || event.metaKey) {
      const redo = key === "y" || (key === "z" && event.shiftKey);
      if (redo) return () => this.back("redo");
      return { z: () => this.back("undo"), d: () => this.fill() }[key] ?? null;
    }
    if (key === "Enter" || key === "F2") return () => this.open(cell);
    if (key === "Delete" || key === "Backspace") return () => this.clear();
    if (key === "?") return () => this.page.querySelector("[data-grid-help]").showModal();
    return /^[\p{L}\p{N}]$/u.test(event.key) ? () => this.open(cell, event.key) : null;
  }

  #onClipboard(kind, event) {
    if (!this.cells.table.contains(document.activeElement) || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    if (kind === "paste") {
      this.paste(event.clipboardData.getData("text/plain"));
      return;
    }
    event.clipboardData.setData("text/plain", this.#copied());
    this.say("Copied.");
    if (kind === "cut") this.clear();
  }

  #copied() {
    return this.choice.rows.map((row) => row.map(codeOf).join("\t")).join("\n");
  }

  async #onTool(event) {
    const verb = event.target.closest("[data-do]")?.dataset.do;
    if (!verb) return;
    const verbs = {
      copy: async () => { await navigator.clipboard.writeText(this.#copied()); this.say("Copied."); },
      paste: async () => this.paste(await navigator.clipboard.readText()),
      fill: () => this.fill(),
      clear: () => this.clear(),
      swap: () => this.swap(this.choice.all),
      lock: () => this.lock(),
      unlock: () => this.#relock(""),
      help: () => this.page.querySelector("[data-grid-help]").showModal(),
    };
    await verbs[verb]();
    this.cells.focus(this.cells.stop);
  }
}

// A code goes into the first place of a cell; of several places the others are cleared.
function putIn(cell, code) {
  const [first, ...rest] = linksOf(cell);
  const put = { place: placeOf(first), code, expects: expectsOf([first]) };
  return [put, ...rest.map((link) => ({ place: placeOf(link), code: "", expects: expectsOf([link]) }))];
}

// What stands in some places, put into those of others; of a block each half goes to the same half.
function moved(from, to) {
  return from.map((link, index) => {
    const own = placeOf(link).split("/");
    const theirs = placeOf(to[0]).split("/");
    const place = own.length === 3 ? [...theirs.slice(0, 2), own[2]] : theirs;
    return { place: place.join("/"), code: link.textContent.trim(), expects: index ? [] : expectsOf(to) };
  });
}
