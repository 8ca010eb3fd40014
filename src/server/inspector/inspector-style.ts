// CSS: how the page of requests looks, in light and dark, on a desk and in a hand.

export const inspectorStyle = `
:root{color-scheme:light dark;--ground:light-dark(#f5f6f8,#0f141b);--card:light-dark(#fff,#171e28);--ink:light-dark(#1b2230,#e5e9f0);--soft:light-dark(#5d6879,#93a0b4);--line:light-dark(#dde2ea,#283241);--accent:light-dark(#1f6feb,#6ea8fe);--good:light-dark(#1a7f4e,#4ade94);--bad:light-dark(#b3261e,#f58b62);--doubt:light-dark(#8a5a00,#e8b44c)}
*{box-sizing:border-box}
body{margin:0 auto;max-width:76rem;padding:1rem 1rem 4rem;background:var(--ground);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",sans-serif}
button,input,select{font:inherit;color:inherit}
button,select,input[type=search]{border:1px solid var(--line);border-radius:.5rem;background:var(--card);padding:.35rem .7rem}
button{cursor:pointer}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
header,.tools{display:flex;flex-wrap:wrap;gap:.6rem 1rem;align-items:center}
h1{margin:0 auto 0 0;font-size:1.3rem}
h1 a{color:inherit;text-decoration:none}
#faults{border-left:3px solid var(--doubt);padding-left:.75rem;margin-top:.75rem}
#faults p{margin:0}
.tools{position:sticky;top:0;padding:.8rem 0;background:var(--ground)}
.tools input{flex:1 1 14rem;min-width:0}
output{color:var(--soft);font-size:.87rem}
details{border:1px solid var(--line);border-radius:.6rem;background:var(--card);margin-bottom:.4rem}
summary{display:grid;grid-template-columns:3.2rem 4.2rem minmax(0,1fr) 3rem 8.5rem 4.6rem;gap:.7rem;align-items:baseline;padding:.4rem .8rem;cursor:pointer;list-style:none}
summary::-webkit-details-marker{display:none}
summary span{overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.number,.time{color:var(--soft);font-variant-numeric:tabular-nums;font-size:.87rem}
.time{text-align:right}
.method{font-weight:600}
.path,pre{font:13px/1.5 ui-monospace,"SF Mono",Menlo,Consolas,monospace}
.good{color:var(--good)}.bad{color:var(--bad)}.doubt{color:var(--doubt)}
.more{padding:.2rem .8rem .8rem;border-top:1px solid var(--line)}
h2{font-size:.87rem;color:var(--soft);margin:.7rem 0 .2rem;font-weight:600}
pre{margin:0;white-space:pre-wrap;overflow-wrap:anywhere;max-height:24rem;overflow:auto}
ul{margin:0;padding-left:1.2rem}
.empty{color:var(--soft);padding:2rem 0;text-align:center}
@media (max-width:42rem){summary{grid-template-columns:4.2rem minmax(0,1fr) 3rem}.number,.time,.by{display:none}.path{white-space:normal;overflow-wrap:anywhere}}
`;
