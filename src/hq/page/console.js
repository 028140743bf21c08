/**
 * The console's one script. Everything works without it; with it the board keeps itself up to date (it asks with the
 * mark of what it has, and is mostly told "nothing new"), ages count on, and `/` goes to the search field.
 */

const $ = (selector, root = document) => [...root.querySelectorAll(selector)]
const age = (from) => {
  const minutes = Math.max(0, Math.floor((Date.now() + skew - Date.parse(from)) / 60000))
  if (minutes < 1) return 'now'
  if (minutes < 60) return `${minutes} min`
  if (minutes < 1440) return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
  return `${Math.floor(minutes / 1440)} d`
}
let skew = 0
const now = document.querySelector('meta[name=now]')
if (now) skew = Date.parse(now.content) - Date.now()
const ages = () => {
  for (const time of $('time[data-age]')) time.textContent = age(time.dateTime)
}
ages()
setInterval(ages, 30000)
addEventListener('keydown', (event) => {
  if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return
  if (/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return
  const field = document.querySelector('input[type=search]')
  if (field) {
    event.preventDefault()
    field.focus()
    field.select()
  }
})
const live = document.querySelector('[data-live]')
if (live) {
  let mark = live.dataset.mark
  let wait = 5000
  let changed = false
  const said = document.querySelector('[data-said]')
  const tell = (text) => {
    if (said && said.textContent !== text) said.textContent = text
  }
  const set = (key, value, root = document) => {
    for (const cell of $(`[data-n="${CSS.escape(key)}"]`, root)) {
      cell.textContent = value
      cell.classList.toggle('zero', value === 0)
    }
  }
  const whole = async () => {
    const answer = await fetch(location.href, { headers: { 'x-quiet': '1' } })
    if (!answer.ok) return
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
    for (const part of $('[data-part]')) {
      const fresh = page.querySelector(`[data-part="${part.dataset.part}"]`)
      if (fresh && !part.contains(document.activeElement)) part.replaceWith(fresh)
    }
    ages()
  }
  const blank = (id, name, county) => {
    const row = document.createElement('tr')
    row.id = `p-${id}`
    const cell = (kind, label, content) => {
      const made = document.createElement(kind)
      made.dataset.label = label
      made.append(content)
      row.append(made)
      return made
    }
    const link = document.createElement('a')
    link.href = `/hq/precincts/${id}`
    link.textContent = id
    cell('th', 'Precinct', link).scope = 'row'
    cell('td', 'Name', name)
    cell('td', 'County', county)
    const badge = document.createElement('span')
    badge.dataset.badge = ''
    cell('td', 'Stage', badge)
    cell('td', 'Heard', '').dataset.heard = ''
    return row
  }
  const take = (news) => {
    mark = news.mark
    const watched = live.dataset.watch
    if (watched) {
      if (news.whole || news.places.some(([id]) => id === watched)) {
        changed = true
        tell(`${watched} has changed since you opened this page. Load it again before you act.`)
        live.classList.add('note', 'warn')
      }
    } else if (news.whole || 'whole' in live.dataset) return whole()
    for (const [stage, n] of Object.entries(news.totals)) set(`all/${stage}`, n)
    for (const [county, counts] of Object.entries(news.counties))
      for (const [stage, n] of Object.entries(counts)) set(`${county}/${stage}`, n)
    const queue = document.querySelector('[data-queue]')
    if (queue) {
      queue.textContent = news.queue
      queue.classList.toggle('none', news.queue === 0)
    }
    set('all/reported', news.totals.approved + news.totals.published)
    let outside = 0
    const latest = document.querySelector('[data-latest]')
    for (const [id, stage, at, name, county] of news.places) {
      let row = document.getElementById(`p-${id}`)
      if (latest && at) {
        row ??= blank(id, name, county)
        latest.prepend(row)
        while (latest.rows.length > 12) latest.rows[12].remove()
      }
      if (!row) {
        outside += 1
        continue
      }
      const badge = row.querySelector('[data-badge]')
      const model = document.querySelector(`template[data-stage="${stage}"]`)
      if (badge && model) badge.replaceChildren(model.content.cloneNode(true))
      const heard = row.querySelector('[data-heard]')
      if (heard && at) {
        const time = document.createElement('time')
        time.dateTime = at
        time.dataset.age = ''
        heard.replaceChildren(time)
      }
      row.classList.add('fresh')
      setTimeout(() => row.classList.remove('fresh'), 4000)
    }
    ages()
    if (news.map)
      for (const [county, level, held] of news.map) {
        const shape = document.querySelector(`[data-county="${CSS.escape(county)}"]`)
        if (shape) shape.setAttribute('class', `s${level}${held ? ' alarm' : ''}`)
      }
    if (outside > 0 && !watched)
      tell(`${outside + (outside === 1 ? ' precinct' : ' precincts')} outside this list changed.`)
  }
  const ask = async () => {
    if (document.hidden) return setTimeout(ask, 15000)
    try {
      const began = performance.now()
      const answer = await fetch(`/hq/live?mark=${encodeURIComponent(mark)}`, {
        headers: { 'if-none-match': `"${mark}"` },
        cache: 'no-store',
      })
      if (answer.status === 401) {
        tell('You are signed out. Sign in again to go on.')
        return location.reload()
      }
      if (answer.status === 200) {
        await take(await answer.json())
      }
      if ((answer.ok || answer.status === 304) && !changed) tell('Up to date.')
      // On a slow link ask less often: never more than a tenth of the time is spent asking.
      wait = Math.min(60000, Math.max(5000, (performance.now() - began) * 10))
    } catch {
      tell(`No connection. What you see is from ${new Date(Date.now()).toLocaleTimeString()}; trying again.`)
      wait = Math.min(60000, wait * 2)
    }
    setTimeout(ask, wait)
  }
  setTimeout(ask, wait)
}
