// Shows what others change in the same version, when the page hears that something has changed.

const SHOWN_FOR = 4000;

export function listen(edit) {
  let seen = Number(edit.cells.table.dataset.seen);
  const catchUp = () => edit.server.inTurn(async () => {
    const news = await edit.server.news(seen);
    seen = Math.max(seen, ...news.changes.map((change) => change.id));
    const others = news.changes.filter((change) => !edit.server.own.has(change.id));
    if (others.length) show(others, news.parts, edit);
  });
  for (const topic of ["draft", "schedule"]) document.body.addEventListener(`live-${topic}`, catchUp);
}

function show(changes, parts, edit) {
  edit.show(parts, changes.map(({ by, sentence }) => (by ? `${by}: ${sentence}` : sentence)).join(" "));
  for (const person of new Set(changes.flatMap((change) => change.people))) {
    const row = document.getElementById(`row-${person}`);
    row?.classList.add("is-changed");
    setTimeout(() => row?.classList.remove("is-changed"), SHOWN_FOR);
  }
}
