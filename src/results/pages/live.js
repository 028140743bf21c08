/** For browsers with scripts: asks every twenty seconds whether the page has changed, and puts the new one in its place. */
// biome-ignore-all lint/nursery/noFloatingPromises: it catches what it can do nothing about
;(() => {
  let tag = null
  const look = async () => {
    if (document.hidden) return
    try {
      const answer = await fetch(location.pathname, { headers: tag ? { 'If-None-Match': tag } : {}, cache: 'no-store' })
      if (answer.status !== 200) return
      const before = tag
      tag = answer.headers.get('ETag')
      if (before === null || before === tag) return
      const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html')
      for (const part of ['main', '#status', 'footer']) {
        const old = document.querySelector(part)
        const now = fresh.querySelector(part)
        if (old && now) old.replaceWith(now)
      }
    } catch {}
  }
  setInterval(look, 20000)
  look()
})()
