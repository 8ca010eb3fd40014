// CSS: how the coverage page looks, in light and dark.

export const pageStyle = `
:root{color-scheme:light;--ground:#f5f6f8;--card:#fff;--ink:#1b2230;--soft:#5d6879;--line:#dde2ea;--track:#e6eaf0;--accent:#1f6feb;--full:#1a7f4e;--none:#c2410c;--mark:#fff3bf;--shadow:0 1px 2px #1b22300f,0 4px 14px #1b22300a}
:root[data-theme=dark]{color-scheme:dark;--ground:#0f141b;--card:#171e28;--ink:#e5e9f0;--soft:#93a0b4;--line:#283241;--track:#263040;--accent:#6ea8fe;--full:#4ade94;--none:#f58b62;--mark:#574a12;--shadow:none}
@media (prefers-color-scheme:dark){:root:not([data-theme=light]){color-scheme:dark;--ground:#0f141b;--card:#171e28;--ink:#e5e9f0;--soft:#93a0b4;--line:#283241;--track:#263040;--accent:#6ea8fe;--full:#4ade94;--none:#f58b62;--mark:#574a12;--shadow:none}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",sans-serif}
.page{max-width:76rem;margin:0 auto;padding:2rem 1.25rem 6rem}
code,.mono{font:13px/1.45 ui-monospace,"SF Mono",Menlo,Consolas,monospace;overflow-wrap:anywhere}
button,input,select{font:inherit;color:inherit}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
header{display:flex;gap:1.5rem;align-items:center;margin-bottom:1.75rem}
header h1{margin:0;font-size:1.55rem;font-weight:650;letter-spacing:-.01em}
header p{margin:.2rem 0 0;color:var(--soft)}
.ring{--share:0;flex:none;width:6.2rem;height:6.2rem;border-radius:50%;display:grid;place-items:center;background:radial-gradient(closest-side,var(--ground) 77%,#0000 78%),conic-gradient(var(--accent) calc(var(--share)*1%),var(--track) 0)}
.ring strong{font-size:1.15rem;font-weight:650;font-variant-numeric:tabular-nums}
.theme{margin-left:auto;align-self:flex-start;border:1px solid var(--line);background:var(--card);border-radius:.5rem;padding:.35rem .7rem;cursor:pointer;color:var(--soft)}
.tabs{display:grid;grid-template-columns:repeat(4,minmax(0,1fr));gap:.75rem}
.tab{display:grid;gap:.45rem;text-align:left;padding:.85rem 1rem;border:1px solid var(--line);border-radius:.7rem;background:var(--card);box-shadow:var(--shadow);cursor:pointer}
.tab:hover{border-color:var(--soft)}
.tab[aria-selected=true]{border-color:var(--accent);box-shadow:inset 0 0 0 1px var(--accent)}
.tab span:first-child{color:var(--soft);font-size:.86rem;line-height:1.3}
.tab .figures{display:flex;justify-content:space-between;align-items:baseline;gap:.5rem}
.tab strong{font-size:1.35rem;font-weight:650;font-variant-numeric:tabular-nums}
.tab .figures span{color:var(--soft);font-size:.84rem;font-variant-numeric:tabular-nums}
.bar{display:block;height:.4rem;border-radius:.3rem;background:var(--track);overflow:hidden}
.bar i{display:block;height:100%;border-radius:.3rem;background:var(--accent)}
.bar i.full{background:var(--full)}
.tools{position:sticky;top:0;z-index:2;display:flex;gap:.6rem;align-items:center;flex-wrap:wrap;padding:.8rem 0;margin-top:1.25rem;background:var(--ground)}
.tools input,.tools select{padding:.45rem .7rem;border:1px solid var(--line);border-radius:.5rem;background:var(--card)}
.tools input{flex:1 1 16rem;min-width:0}
.tools label{display:contents}
.tools button{padding:.45rem .7rem;border:1px solid var(--line);border-radius:.5rem;background:var(--card);cursor:pointer}
#shown{color:var(--soft);font-size:.86rem;margin:0 0 .6rem}
.space{margin-bottom:.9rem;border:1px solid var(--line);border-radius:.7rem;background:var(--card);box-shadow:var(--shadow);overflow:clip}
.space>summary{font-weight:600;background:color-mix(in srgb,var(--track) 45%,var(--card))}
summary{display:grid;grid-template-columns:1rem minmax(0,1fr) 8rem 8.5rem;gap:.8rem;align-items:center;padding:.5rem 1rem;cursor:pointer;list-style:none}
summary::-webkit-details-marker{display:none}
summary::before{content:"";width:.42rem;height:.42rem;border:solid var(--soft);border-width:0 1.5px 1.5px 0;transform:rotate(-45deg);justify-self:center}
details[open]>summary::before{transform:rotate(45deg)}
summary:hover{background:color-mix(in srgb,var(--accent) 7%,var(--card))}
summary:focus-visible{outline-offset:-2px}
summary>span:last-child{color:var(--soft);text-align:right;font-size:.85rem;font-variant-numeric:tabular-nums;font-weight:400}
.group{border-top:1px solid var(--line)}
ul{list-style:none;margin:0;padding:.15rem 1rem .8rem 2.8rem;columns:19rem;column-gap:2rem}
li{display:flex;gap:.55rem;align-items:baseline;padding:.08rem 0;break-inside:avoid}
li::before{content:"";flex:none;width:.5rem;height:.5rem;border-radius:50%;background:var(--full)}
li.miss::before{background:none;box-shadow:inset 0 0 0 1.5px var(--none)}
li.miss code{color:var(--soft)}
li b{margin-left:auto;color:var(--soft);font-weight:500;font-size:.84rem;font-variant-numeric:tabular-nums}
mark{background:var(--mark);color:inherit;border-radius:.2rem}
.empty{padding:2.5rem;text-align:center;color:var(--soft);border:1px dashed var(--line);border-radius:.7rem}
table{width:100%;border-collapse:collapse;background:var(--card);border:1px solid var(--line);border-radius:.7rem;overflow:hidden;margin-bottom:1.25rem}
th,td{padding:.45rem 1rem;text-align:left;border-top:1px solid var(--line)}
th{color:var(--soft);font-weight:500;font-size:.85rem;border-top:0}
td:last-child,th:last-child{text-align:right;font-variant-numeric:tabular-nums}
.status{font-variant-numeric:tabular-nums;font-weight:600;color:var(--none)}
.out{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
kbd{font:12px/1 ui-monospace,monospace;border:1px solid var(--line);border-radius:.3rem;padding:.1rem .3rem;color:var(--soft)}
footer{margin-top:2.5rem;color:var(--soft);font-size:.85rem}
@media (max-width:58rem){.tabs{grid-template-columns:repeat(2,minmax(0,1fr))}}
@media (max-width:40rem){header{flex-wrap:wrap}.tab .figures{flex-wrap:wrap}.tab strong{white-space:nowrap}.tools select{flex:1 1 10rem;min-width:0}.theme{margin-left:0}summary{grid-template-columns:1rem minmax(0,1fr) 7rem}summary .bar{display:none}.ring{width:4.2rem;height:4.2rem}ul{padding-left:1.6rem}}
@media print{.tools,.theme{display:none}.space{box-shadow:none}}`;
