// Tells the server how wide the screen is, before it draws the first page: a table needs room.
(() => {
  const narrow = matchMedia("(max-width: 640px)");
  const tell = () => {
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = `__COOKIE__=${narrow.matches ? "narrow" : "wide"}; Path=/; SameSite=Lax${secure}`;
  };
  tell();
  narrow.addEventListener("change", tell);
})();
