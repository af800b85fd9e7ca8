// Tells the parts of a page that show something to ask for it again when it has changed. One tab
// listens for all tabs of the browser, since a browser opens few connections to one site.

const TOPICS = ["notices", "schedule", "swaps", "draft"];
const otherTabs = new BroadcastChannel("rounds-live");

function show(count) {
  for (const place of document.querySelectorAll("[data-open-notices]")) {
    place.querySelector(".count").textContent = count;
    place.hidden = count === "0";
  }
}

function hear({ topic, data }) {
  if (topic === "count") show(data);
  else document.body.dispatchEvent(new CustomEvent(`live-${topic}`));
}

function tell(news) {
  hear(news);
  otherTabs.postMessage(news);
}

function listen(address) {
  const source = new EventSource(address);
  let wasOpen = false;
  source.addEventListener("open", () => {
    // What was said while there was no connection is not known: everything may have changed.
    if (wasOpen) TOPICS.forEach((topic) => tell({ topic, data: "" }));
    wasOpen = true;
  });
  for (const topic of ["count", ...TOPICS]) {
    source.addEventListener(topic, (event) => tell({ topic, data: event.data }));
  }
}

otherTabs.addEventListener("message", (event) => hear(event.data));

const address = document.querySelector("script[data-live]").dataset.live;
if (navigator.locks) {
  navigator.locks.request("rounds-live", () => {
    listen(address);
    return new Promise(() => {});
  });
} else {
  listen(address);
}
