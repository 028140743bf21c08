// The board beside the phone: the stage of every precinct, and the delegates so far.

import { element, find } from './dom.js'

const stages = {
  silent: 'not heard from',
  initial: 'first count in',
  awaiting: 'awaiting OK',
  approved: 'approved',
  held: 'held for HQ',
}
let shownBoard = ''

export function showBoard(lines) {
  const key = JSON.stringify(lines)
  if (key === shownBoard) return
  const first = shownBoard === ''
  shownBoard = key
  for (const { precinct, stage, delegates } of lines)
    showLine(find(`line-${precinct}`), precinct, stage, delegates, first)
  const approved = lines.filter(({ stage }) => stage === 'approved')
  find('progress').replaceChildren(element('b', '', String(approved.length)), ` of ${lines.length} precincts reported`)
  find('meter').style.width = `${(100 * approved.length) / lines.length}%`
  showTotals(approved)
}

function showLine(line, precinct, stage, delegates, first) {
  if (line === null) return
  if (line.dataset.stage !== stage && !first) {
    line.classList.remove('changed')
    void line.offsetWidth
    line.classList.add('changed')
  }
  line.dataset.stage = stage
  line.querySelector('.stage-word').textContent = stages[stage]
  const won = line.querySelector('.won')
  const result = Object.entries(delegates ?? {})
    .filter(([, n]) => n > 0)
    .sort((a, b) => b[1] - a[1])
  if (stage !== 'approved' || result.length === 0) return won.replaceChildren()
  const link = element('a', '', result.map(([name, n]) => `${name} ${n}`).join(' · '))
  link.href = `/precincts/${precinct}`
  won.replaceChildren(link)
}

function showTotals(approved) {
  const sums = new Map()
  for (const { delegates } of approved)
    for (const [name, n] of Object.entries(delegates ?? {})) if (n > 0) sums.set(name, (sums.get(name) ?? 0) + n)
  const most = Math.max(1, ...sums.values())
  const bars = [...sums]
    .sort((a, b) => b[1] - a[1])
    .map(([name, n]) => {
      const row = element('div', 'total')
      const bar = element('span', 'amount')
      bar.append(element('i', ''))
      bar.firstChild.style.width = `${(100 * n) / most}%`
      row.append(element('span', 'name', name), bar, element('b', '', String(n)))
      return row
    })
  find('totals').replaceChildren(
    ...(bars.length === 0 ? [] : [element('p', 'unit', 'Delegates to the county conventions so far'), ...bars]),
  )
}
