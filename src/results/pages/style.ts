/**
 * One style sheet for all public pages, inside each page: one request on a slow link. System fonts only. Every pair of
 * text and background has a contrast of 4.5 or more, in light and in dark.
 */

/** Colours of groups by their place on the ballot; the last two are for Other and Uncommitted. */
const hues = [
  '#8c6d46',
  '#2f74b5',
  '#6f8f3a',
  '#dba617',
  '#8a7fb0',
  '#c46a8f',
  '#2b8f83',
  '#a9652a',
  '#c2503f',
  '#7c8a2e',
  '#7a4fa3',
  '#d97a35',
]
const greys = ['#85827b', '#b3b0a7']

const named: Readonly<Record<string, number>> = { Other: 0, Uncommitted: 1 }

/** The class by which a group has its colour. */
export function hueClass(group: string, order: readonly string[]): string {
  const grey = named[group]
  return grey === undefined ? `g${order.indexOf(group) % hues.length}` : `n${grey}`
}

const classes = [...hues.map((hue, i) => `.g${i}{--c:${hue}}`), ...greys.map((grey, i) => `.n${i}{--c:${grey}}`)].join(
  '',
)

export const publicStylesheet = `
:root{color-scheme:light dark;--paper:#fbfaf6;--ink:#1c1b18;--soft:#5c584f;--rule:#d9d5c9;--card:#f2efe6;--link:#0b4f86;--warn:#8a1c12}
@media (prefers-color-scheme:dark){:root{--paper:#15171a;--ink:#eceae4;--soft:#aaa69b;--rule:#363a40;--card:#1e2125;--link:#92c3f5;--warn:#ff9d8f}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",sans-serif;-webkit-text-size-adjust:100%}
body>*{max-width:66rem;margin:0 auto;padding:0 1.1rem}
h1,h2,h3{font-family:"Iowan Old Style",Charter,"Bitstream Charter","Palatino Linotype",Palatino,Georgia,serif;font-weight:600;line-height:1.15;text-wrap:balance;letter-spacing:-.01em}
h1{font-size:clamp(1.7rem,5.5vw,2.7rem);margin:.15em 0 .1em}
h2{font-size:1.4rem;margin:0 0 .15em}
h3,.h3{font-size:1.1rem;margin:1.4em 0 .3em}
p{margin:.4em 0 .9em;max-width:42rem}
a{color:var(--link);text-decoration-thickness:1px;text-underline-offset:.15em}
small,.soft,caption,figcaption{color:var(--soft);font-size:.875rem}
.kick{margin:0;padding-top:1.2rem;font-size:.8rem;font-weight:650;letter-spacing:.09em;text-transform:uppercase;color:var(--soft)}
.status{margin:.5rem 0 0;max-width:none;font-variant-numeric:tabular-nums}
.test{max-width:none;margin:0;background:var(--warn);color:var(--paper);padding:.6rem 1.1rem;font-weight:650;text-align:center}
nav{border-top:1px solid var(--rule);border-bottom:1px solid var(--rule);margin:1rem 0 0;padding:.3rem 0;display:flex;flex-wrap:wrap;gap:0 1.2rem;font-size:.94rem}
nav a{padding:.3rem 0;text-decoration:none}nav a:hover{text-decoration:underline}nav [aria-current]{color:var(--ink);font-weight:650}
section{border-top:3px double var(--rule);margin-top:2.2rem;padding-top:1rem}main>section:first-child,.pair>div>section:first-child{border:0;margin-top:1rem}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums lining-nums;margin:.6rem 0}
caption{text-align:left;padding:0 0 .4rem;max-width:42rem}
th{font-weight:600;text-align:left}thead th{font-size:.8rem;color:var(--soft);vertical-align:bottom;border-bottom:1px solid var(--ink);line-height:1.2}
th,td{padding:.42rem .5rem;border-bottom:1px solid var(--rule);vertical-align:baseline}
tr>:first-child{padding-left:0}tr>:last-child{padding-right:0}
td.n{white-space:nowrap}.n{text-align:right}.big{font-size:1.15rem;font-weight:600}.few th,.few td{font-weight:400;font-size:.92rem;padding-top:.22rem;padding-bottom:.22rem}
tfoot td,tfoot th{border-bottom:0;border-top:1px solid var(--ink);color:var(--soft)}
.wide{overflow-x:auto}.wide:focus-visible,a:focus-visible{outline:3px solid var(--link);outline-offset:2px}
svg{display:block;width:100%}
.bar{height:.55rem;margin-top:.28rem}.bar+.bar{margin-top:2px}.bar rect{fill:var(--c)}.bar.pale rect{opacity:.45}
.key{display:inline-block;width:.72em;height:.72em;border-radius:2px;background:var(--c);margin-right:.45em}
.keys{list-style:none;padding:0;margin:.5rem 0;display:flex;flex-wrap:wrap;gap:.2rem 1.1rem;font-size:.9rem}
.units circle{fill:var(--c)}.units .open{fill:none;stroke:var(--soft);stroke-dasharray:2 2}
.map{max-width:44rem}.map path{fill:var(--c,var(--card));stroke:var(--paper);stroke-width:1.2}.map a:hover path,.map a:focus path{stroke:var(--ink);stroke-width:2.5}
.map .part{fill-opacity:.55}
figure{margin:.6rem 0}
ul,dl{max-width:44rem}ol.steps{padding-left:0;list-style:none;counter-reset:s;max-width:46rem}.steps li{counter-increment:s;padding:.55rem 0 .55rem 2.4rem;position:relative;border-bottom:1px solid var(--rule)}.steps li:before{content:counter(s);position:absolute;left:0;top:.55rem;width:1.6rem;height:1.6rem;line-height:1.6rem;text-align:center;border-radius:50%;background:var(--card);font-size:.82rem;font-weight:650}
.tag{display:inline-block;border:1px solid currentColor;border-radius:3px;padding:0 .4em;font-size:.78rem;font-weight:600;color:var(--warn)}
code{font:.86em ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;overflow-wrap:anywhere}pre{white-space:pre-wrap;background:var(--card);padding:.8rem}.led{white-space:nowrap}
footer{margin-top:2.5rem;padding-bottom:2.5rem;font-size:.9rem;color:var(--soft)}footer:before{content:'';display:block;border-top:1px solid var(--rule);margin-bottom:1rem}
h3 small,.h3 small{font-family:system-ui,sans-serif;font-weight:400}
@media (min-width:58rem){.pair{display:grid;grid-template-columns:minmax(0,1.08fr) minmax(0,1fr);gap:0 3rem}}@media (max-width:57.9rem){.pair>div+div>section:first-child{border-top:3px double var(--rule);margin-top:2.2rem}}
@media (max-width:34rem){table{font-size:.94rem}th,td{padding:.42rem .2rem}thead th{font-size:.75rem}.big{font-size:.98rem}.opt{display:none}}
@media print{:root{--paper:#fff;--ink:#000;--soft:#444;--rule:#bbb;--card:#eee;--link:#000}nav,.screen{display:none}section,tr,figure{break-inside:avoid}body{font-size:10pt}svg *{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
${classes}`.trim()
