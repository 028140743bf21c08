/** The console's one style sheet. Dense, calm, readable at twice the size and at 360 pixels; prints without its furniture. */
export const consoleStylesheet = `
:root{color-scheme:light dark;
--ground:#f6f5f1;--sheet:#fffefb;--ink:#1d2127;--soft:#555c66;--line:#d9d6cd;--edge:#8a867b;
--link:#134e86;--strong:#134e86;--on-strong:#fff;--focus:#b4530a;
--never:#6b6f76;--checked:#2f6f9f;--initial:#8a6100;--awaiting:#a34700;--held:#a3243b;--approved:#2f7a4d;--published:#14603a;
--warn:#fff4dc;--warn-line:#c98a1b;--bad:#fdeaec;--bad-line:#c2465a;--good:#e8f4ec;--good-line:#4f9a6c;--calm:#eaf1f8;--calm-line:#7ba3c7;
--m0:#e9e6dd;--m1:#c9ddd1;--m2:#9cc4ac;--m3:#67a583;--m4:#37825b;--m5:#14603a}
@media (prefers-color-scheme:dark){:root{
--ground:#14171b;--sheet:#1c2026;--ink:#e9e7e1;--soft:#a9afb8;--line:#343a43;--edge:#79808a;
--link:#8fc1f0;--strong:#8fc1f0;--on-strong:#10202f;--focus:#ffb163;
--never:#a4a9b1;--checked:#86bfe8;--initial:#e0b75a;--awaiting:#f0a065;--held:#f58fa0;--approved:#86cda2;--published:#9fe0b8;
--warn:#33290f;--warn-line:#a97c22;--bad:#371a20;--bad-line:#b34d5f;--good:#162b20;--good-line:#3f7d59;--calm:#182634;--calm-line:#3f6789;
--m0:#2b3038;--m1:#1f4433;--m2:#285c44;--m3:#337657;--m4:#46936f;--m5:#6fbf97}}
*{box-sizing:border-box}
html{font:100%/1.45 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;background:var(--ground);color:var(--ink)}
body{margin:0;font-size:.9375rem}
a{color:var(--link)}
a:hover{text-decoration-thickness:2px}
:focus-visible{outline:3px solid var(--focus);outline-offset:2px;border-radius:3px}
.skip{position:absolute;left:-99rem}.skip:focus{left:.5rem;top:.5rem;background:var(--sheet);padding:.5rem;z-index:9}
.top{background:var(--sheet);border-bottom:1px solid var(--line)}
.bar{max-width:84rem;margin:0 auto;padding:.35rem 1rem;display:flex;flex-wrap:wrap;gap:.15rem 1rem;align-items:center}
.bar nav ul{list-style:none;display:flex;flex-wrap:wrap;gap:.1rem;margin:0;padding:0}
.bar nav a{display:block;padding:.4rem .6rem;border-radius:.4rem;text-decoration:none;color:var(--ink);min-height:2.25rem}
.bar nav a:hover{background:var(--calm)}
.bar nav a[aria-current]{background:var(--calm);font-weight:600;box-shadow:inset 0 -2px var(--strong)}
.name{font-weight:700;letter-spacing:.01em;text-decoration:none;color:var(--ink)}
.me{margin-left:auto;display:flex;gap:.75rem;align-items:center;color:var(--soft);flex-wrap:wrap}
.count{display:inline-block;min-width:1.5em;padding:0 .4em;border-radius:1em;background:var(--held);color:var(--sheet);font-size:.8em;font-weight:700;text-align:center;font-variant-numeric:tabular-nums}
.count.none{background:transparent;color:var(--soft)}
.phase{border-bottom:1px solid var(--line);background:var(--calm);font-size:.875rem}
.phase.practice{background:var(--warn);border-color:var(--warn-line)}
.phase.closed,.phase.setup{background:var(--ground)}
.phase p{max-width:84rem;margin:0 auto;padding:.3rem 1rem}
main{max-width:84rem;margin:0 auto;padding:1rem}
h1{font-size:1.45rem;line-height:1.2;margin:.2rem 0 .6rem;letter-spacing:-.01em}
h2{font-size:1.05rem;margin:1.4rem 0 .5rem}
h3{font-size:.95rem;margin:1rem 0 .3rem}
p{margin:.4rem 0;max-width:70ch}
.soft,.hint{color:var(--soft)}
.hint{font-size:.85rem}
.num{font-variant-numeric:tabular-nums;text-align:right}
code,.code{font-family:ui-monospace,Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:.95em}
.sheet{background:var(--sheet);border:1px solid var(--line);border-radius:.6rem;padding:.8rem 1rem;margin:0 0 1rem}
.sheet>h2:first-child,.sheet>h3:first-child{margin-top:0}
.two{display:grid;gap:0 1.25rem;grid-template-columns:minmax(0,1fr)}
@media (min-width:62rem){.two{grid-template-columns:minmax(0,1fr) minmax(0,1fr)}.two.wide{grid-template-columns:minmax(0,1.25fr) minmax(0,1fr)}}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(7.5rem,1fr));gap:.5rem;margin:0 0 1rem;padding:0;list-style:none}
.tile{display:block;background:var(--sheet);border:1px solid var(--line);border-left:.35rem solid var(--edge);border-radius:.5rem;padding:.45rem .7rem;text-decoration:none;color:var(--ink)}
.tile b{display:block;font-size:1.5rem;line-height:1.15;font-variant-numeric:tabular-nums}
.tile[aria-current]{box-shadow:0 0 0 2px var(--strong)}
a.tile:hover{background:var(--calm)}
.scroll{overflow-x:auto;max-width:100%}
table{border-collapse:collapse;width:100%;font-size:.9rem}
caption{text-align:left;color:var(--soft);padding:.2rem 0;font-size:.85rem}
th,td{padding:.32rem .6rem;border-bottom:1px solid var(--line);text-align:left;vertical-align:top}
thead th{font-size:.8rem;color:var(--soft);font-weight:600;border-bottom:1px solid var(--edge);white-space:nowrap}
th.num{text-align:right}
tbody th{font-weight:600}
tbody tr:hover{background:var(--calm)}
td.zero{color:var(--soft)}
tr.fresh td,tr.fresh th{background:var(--good)}
.badge{display:inline-flex;align-items:center;gap:.4em;white-space:nowrap;font-weight:600;font-size:.85em}
.badge svg{flex:none}
.never{color:var(--never)}.checked_in{color:var(--checked)}.initial{color:var(--initial)}.awaiting{color:var(--awaiting)}.held{color:var(--held)}.approved{color:var(--approved)}.published{color:var(--published)}
.tile.never{border-left-color:var(--never)}.tile.checked_in{border-left-color:var(--checked)}.tile.initial{border-left-color:var(--initial)}.tile.awaiting{border-left-color:var(--awaiting)}.tile.held{border-left-color:var(--held)}.tile.approved{border-left-color:var(--approved)}.tile.published{border-left-color:var(--published)}
a.tile.never,a.tile.checked_in,a.tile.initial,a.tile.awaiting,a.tile.held,a.tile.approved,a.tile.published{color:var(--ink)}
.note{border:1px solid var(--calm-line);border-left-width:.35rem;background:var(--calm);border-radius:.4rem;padding:.5rem .8rem;margin:.5rem 0}
.note.warn{border-color:var(--warn-line);background:var(--warn)}.note.bad{border-color:var(--bad-line);background:var(--bad)}.note.good{border-color:var(--good-line);background:var(--good)}
.note p:first-child,.note>h2:first-child,.note>h3:first-child{margin-top:0}.note p:last-child{margin-bottom:0}
label,.label{display:block;font-weight:600;margin:.6rem 0 .2rem}
label .hint,.label .hint{font-weight:400}
input,select,textarea{font:inherit;color:inherit;background:var(--sheet);border:1px solid var(--edge);border-radius:.4rem;padding:.45rem .6rem;max-width:100%;min-height:2.5rem}
textarea{width:100%;min-height:4.5rem}
input[type=checkbox],input[type=radio]{min-height:0;width:1.15rem;height:1.15rem;vertical-align:-.2rem;accent-color:var(--strong)}
input.full,select.full{width:100%}
fieldset{border:1px solid var(--line);border-radius:.5rem;padding:.3rem .8rem .8rem;margin:.6rem 0}
legend{font-weight:600;padding:0 .3rem}
button,.button{font:inherit;font-weight:600;cursor:pointer;border:1px solid var(--edge);border-radius:.4rem;background:var(--sheet);color:var(--ink);padding:.45rem .9rem;min-height:2.5rem;text-decoration:none;display:inline-block}
button:hover,.button:hover{background:var(--calm)}
button.main{background:var(--strong);border-color:var(--strong);color:var(--on-strong)}
button.main:hover{filter:brightness(1.12)}
button.plain{border-color:transparent;background:transparent;color:var(--link);padding:.3rem .4rem;text-decoration:underline;font-weight:400}
.row{display:flex;flex-wrap:wrap;gap:.5rem .7rem;align-items:end}
.row label{margin-top:0}
.row+.row{margin-top:.7rem}
.button[aria-current]{background:var(--calm);box-shadow:inset 0 -2px var(--strong)}
.row>*{min-width:0}
.acts{display:flex;flex-wrap:wrap;gap:.5rem;margin:.6rem 0 0}
.acts form,.acts form+form{margin:0}
form+form{margin-top:.9rem}
details{border-top:1px solid var(--line);padding:.35rem 0}
details:first-of-type{border-top:0}
summary{cursor:pointer;font-weight:600;padding:.3rem 0}
dl.facts{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:.15rem 1rem;margin:.3rem 0}
dl.facts dt{color:var(--soft)}dl.facts dd{margin:0}
ol.steps{margin:.3rem 0;padding-left:1.4rem}ol.steps li{margin:.2rem 0}
.talk{list-style:none;margin:0;padding:0}
.talk li{display:grid;grid-template-columns:5.6rem minmax(0,1fr);gap:.1rem .7rem;padding:.35rem 0;border-bottom:1px solid var(--line)}
.talk time{white-space:nowrap;color:var(--soft);font-variant-numeric:tabular-nums;font-size:.85rem}
.talk .who{font-size:.8rem;color:var(--soft)}
.bubble{display:inline-block;border-radius:.2rem .7rem .7rem .7rem;padding:.35rem .7rem;background:var(--calm);overflow-wrap:anywhere;white-space:pre-wrap}
.bubble.out{background:var(--good);border-radius:.7rem .2rem .7rem .7rem}
.talk .event{color:var(--soft)}
.map{width:100%;height:auto;max-height:26rem;display:block}
.map path{fill:var(--m0);stroke:var(--sheet);stroke-width:1.2}
.map .s1 path{fill:var(--m1)}.map .s2 path{fill:var(--m2)}.map .s3 path{fill:var(--m3)}.map .s4 path{fill:var(--m4)}.map .s5 path{fill:var(--m5)}
.map a:focus-visible{outline:none}.map a:focus-visible path,.map a:hover path{stroke:var(--focus);stroke-width:3}
.map .alarm path{stroke:var(--held);stroke-width:2.4;stroke-dasharray:5 3}.key.alarm{fill:var(--sheet);stroke:var(--held);stroke-width:2.4;stroke-dasharray:5 3}
.key{width:.9rem;height:.9rem;vertical-align:-.1rem}.key.k0{fill:var(--m0)}.key.k1{fill:var(--m1)}.key.k2{fill:var(--m2)}.key.k3{fill:var(--m3)}.key.k4{fill:var(--m4)}.key.k5{fill:var(--m5)}
.legend{display:flex;flex-wrap:wrap;gap:.2rem 1rem;font-size:.85rem;color:var(--soft);list-style:none;padding:0;margin:.3rem 0}
.meter{display:block;width:100%;height:.55rem;border-radius:.3rem;overflow:hidden;background:var(--m0)}
.meter rect.a{fill:var(--m5)}.meter rect.b{fill:var(--initial)}.meter rect.c{fill:var(--held)}
.live{font-size:.85rem;color:var(--soft)}
.narrow{max-width:26rem;margin:2.5rem auto}
.qr{background:#fff;padding:.5rem;border-radius:.4rem;width:13rem;max-width:100%}
.cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(19rem,1fr));gap:1rem}
.card{border:1px solid var(--edge);border-radius:.5rem;padding:1rem 1.2rem;background:var(--sheet);break-inside:avoid;font-size:1.05rem}
main code.big{font-size:1.7rem;font-weight:700}
.card .big{font-size:1.7rem;font-weight:700;letter-spacing:.02em}
.pages{display:flex;gap:1rem;margin:.6rem 0}
@media (max-width:40rem){main{padding:.7rem}.bar{padding:.3rem .7rem}.phase p{padding:.3rem .7rem}th,td{padding:.3rem .35rem}.tile b{font-size:1.25rem}
.tiles{grid-template-columns:repeat(auto-fit,minmax(6.2rem,1fr))}dl.facts{grid-template-columns:1fr}dl.facts dd{margin-bottom:.3rem}
.talk li{grid-template-columns:1fr}.me{margin-left:0}.stack thead{position:absolute;left:-99rem}.stack tr{display:block;padding:.4rem 0;border-bottom:1px solid var(--edge)}
.stack,.stack tbody{display:block;width:100%}.stack td,.stack tbody th{display:flex;overflow-wrap:anywhere;justify-content:space-between;gap:1rem;border:0;padding:.12rem .2rem;text-align:right}.stack [data-label]::before{content:attr(data-label);color:var(--soft);font-weight:400;text-align:left;flex:none;overflow-wrap:normal}.stack caption{display:block}.bar nav{width:100%;overflow-x:auto}.bar nav ul{flex-wrap:nowrap}.bar nav a{white-space:nowrap}.talk .bubble{max-width:100%}}
@media (prefers-reduced-motion:no-preference){tr.fresh td,tr.fresh th{transition:background 2s}}
@media print{.top,.phase,.skip,form,.acts,.live,nav,.noprint{display:none!important}body{font-size:11pt}html,.sheet,.card{background:#fff;color:#000}.sheet{border:0;padding:0}.cards{display:block}.card{font-size:16pt;margin-bottom:1cm;page-break-inside:avoid}.card .big{font-size:28pt}a{color:#000;text-decoration:none}details>*{display:block}}
`
