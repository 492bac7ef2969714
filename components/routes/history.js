// One entry of the browser's history a page that was seen, so that the way back leads there.
// Streamlit pushes two more: on leaving, the old path without its filters; on arrival, the new path
// before its filters, or the old path with those of the new one. Each would be met on the way back,
// and would reset the filters. What somebody chooses, however soon, is an entry of its own. Whoever
// comes back to a page, or from the rows of a figure to its page, finds it where they left it.
(() => {
  const push = history.pushState.bind(history);
  let acted = -1;
  const places = {};
  const main = () => document.querySelector("[data-testid=stMain]");
  const act = () => {
    acted = performance.now();
    places[location.pathname] = main()?.scrollTop ?? 0;
  };
  for (const each of ["click", "input"]) addEventListener(each, act, true);
  addEventListener("keydown", (event) => event.key === "Enter" && act(), true);
  const find = (path) => {
    const until = performance.now() + 6000;
    const place = places[path] ?? 0;
    const begun = acted;
    const look = () => {
      const there = main();
      if (acted !== begun || location.pathname !== path || performance.now() > until) return;
      if (there && there.scrollHeight - there.clientHeight >= place) there.scrollTop = place;
      if (!there || Math.abs(there.scrollTop - place) > 2) setTimeout(look, 100);
    };
    if (place) setTimeout(look, 300);
  };
  let here = location.pathname;
  addEventListener("popstate", () => {
    if (location.pathname !== here) find((here = location.pathname));
  });
  let arrived = 0;
  let emptied = -1;
  history.pushState = (state, title, url) => {
    const target = new URL(url ?? location.href, location.href);
    const stays = target.pathname === location.pathname;
    if (!stays) {
      if (location.pathname.endsWith("/rows")) find(target.pathname);
      here = target.pathname;
    }
    const isFilled = stays && !location.search && acted <= arrived;
    const isLeft = emptied > acted;
    if (isFilled || isLeft) history.replaceState(state, title, url);
    else push(state, title, url);
    const now = performance.now();
    if (!stays) arrived = now;
    if (!stays) emptied = -1;
    else if (!target.search) emptied = now;
    else if (!isLeft) emptied = -1;
  };
})();
