// What a grid asks of the server: changes, undo, parts of the page as they are now.

const JSON_TYPE = "application/json";

export class GridServer {
  constructor(base, token) {
    this.base = base;
    this.token = token;
    this.last = Promise.resolve();
    this.own = new Set();
  }

  address(rest) {
    const url = new URL(this.base + rest, location.href);
    url.search = location.search;
    return url;
  }

  // One after the other: what the next expects to find depends on the one before.
  inTurn(work) {
    const done = this.last.then(work);
    this.last = done.catch(() => {});
    return done;
  }

  async change(asked) {
    return this.#told(await this.#post("changes/", JSON.stringify(asked), JSON_TYPE));
  }

  async preview(asked) {
    return this.#told(await this.#post("preview/", JSON.stringify(asked), JSON_TYPE));
  }

  async back(verb, reason) {
    return this.#told(await this.#post(`${verb}/`, new URLSearchParams({ reason })));
  }

  async news(since) {
    const url = this.address("news/");
    url.searchParams.set("since", since);
    const answer = await this.#ask(url, {});
    return answer.json();
  }

  async form(place) {
    const answer = await this.#ask(this.address(`at/${place}/`), {});
    return answer.text();
  }

  async #told(answer) {
    const told = await answer.json();
    if (told.changeSet) this.own.add(told.changeSet);
    return { ok: answer.ok, ...told };
  }

  #post(rest, body, type) {
    const headers = { "X-CSRFToken": this.token };
    if (type) headers["Content-Type"] = type;
    return this.#ask(this.address(rest), { method: "POST", headers, body });
  }

  async #ask(url, options) {
    const headers = { ...options.headers, "X-Grid": "1" };
    const answer = await fetch(url, { ...options, headers });
    // A session that has ended answers with the sign-in page.
    if (answer.redirected) location.reload();
    const expected = answer.ok || [403, 409].includes(answer.status);
    if (!expected) throw new Error(`The server answered ${answer.status}.`);
    return answer;
  }
}
