/** Brings its own style: it must look right while every web app is down. */
export const ERROR_PAGE_STYLE = `
:root{color-scheme:light dark;--canvas:#fafaf8;--ink:#1d1e22;--muted:#5d6068;--line:#dedfdb;--accent:#4045c9;--on-accent:#fff}
@media (prefers-color-scheme:dark){:root{--canvas:#131417;--ink:#ecedf0;--muted:#a2a6b0;--line:#2d3037;--accent:#a9b1ff;--on-accent:#14162e}}
*{box-sizing:border-box;margin:0}
body{min-height:100vh;display:grid;grid-template-rows:auto 1fr;background:var(--canvas);color:var(--ink);font:1rem/1.6 -apple-system,BlinkMacSystemFont,"Segoe UI",Roboto,"Helvetica Neue","Noto Sans",Arial,sans-serif}
header{padding:1.25rem 1.5rem}
.brand{display:inline-flex;align-items:center;gap:.625rem;color:inherit;font-weight:650;font-size:1.0625rem;letter-spacing:-.01em;text-decoration:none}
.brand svg{width:1.75rem;height:1.75rem;color:var(--accent)}
main{place-self:center;width:100%;max-width:36rem;padding:1.5rem 1.5rem 20vh;overflow-wrap:anywhere}
.status{color:var(--muted);font-size:.875rem;font-weight:600;font-variant-numeric:tabular-nums}
h1{margin:.375rem 0 .75rem;font-size:1.75rem;line-height:1.25;letter-spacing:-.02em;text-wrap:balance}
ul{margin-top:.75rem;padding-left:1.25rem}
.actions{display:flex;flex-wrap:wrap;gap:.75rem;margin-top:1.75rem}
.actions a{padding:.625rem 1.125rem;border-radius:.5rem;border:1px solid var(--line);color:inherit;font-weight:600;font-size:.9375rem;text-decoration:none}
.actions a:first-child{background:var(--accent);border-color:var(--accent);color:var(--on-accent)}
a:focus-visible{outline:3px solid var(--accent);outline-offset:3px}
.id{margin-top:2rem;padding-top:1rem;border-top:1px solid var(--line);color:var(--muted);font-size:.8125rem}
code{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
`;
