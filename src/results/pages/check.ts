import { html } from 'hono/html'
import type { View } from '../view.ts'
import { type PageHtml, publicPage } from './layout.ts'

/** The ledger, for a reporter: what it proves, what it does not, and the command. @param fingerprint of the key; null without. */
export function checkPage(view: View, fingerprint: string | null): PageHtml {
  const { last } = view
  return publicPage(
    view,
    '/check',
    'Check it yourself',
    html`
<section><h2>In one paragraph</h2>
<p>Everything published here can be computed again by anybody, on their own computer, from one file: the <a href="/ledger.jsonl">ledger</a>. It holds each counted group of each published precinct as the chair sent it, and the chair’s approval. A program, whose source you can read, adds it up and says whether it gives the totals of this page. You need not trust this web site for that.</p>
<pre><code>./caucusline verify ledger.jsonl --key ${last?.key ?? 'KEY'}</code></pre></section>
<section><h2>What the file proves</h2><ul>
<li><strong>Nothing was changed.</strong> The events of a precinct form a chain: each carries a hash, a kind of checksum, computed from its contents and from the hash before it. Change one digit anywhere and the hashes from there on no longer fit; the program says where.</li>
<li><strong>Nothing was left out.</strong> Events are numbered without gaps. The ends of all chains are combined into one number, the root, and the updates themselves form a chain.</li>
<li><strong>It is ours.</strong> The root of each update is signed. The key's fingerprint was made public before the caucus, so that nobody can sign in our name afterwards. Compare it with the one you wrote down then, not with this page.</li>
<li><strong>The totals follow.</strong> Delegates and sums are computed again from the counts.</li></ul></section>
<section><h2>What it does not prove</h2><ul>
<li>That the chair counted well. It proves what the chair sent and approved, not what happened in the room.</li>
<li>Who the chair is. People stand in the ledger as pseudonyms made with a secret key; phone numbers and names are in no published file.</li>
<li>What was said but never published. Drafts, mistyped texts and reports that are held stand in the ledger by their number and hash only, mixed with a secret, so that they cannot be guessed. They show that something was recorded, not what.</li></ul></section>
<section><h2>The key</h2>${keyWords(view, fingerprint)}</section>`,
  )
}

function keyWords(view: View, fingerprint: string | null): PageHtml {
  const { last } = view
  if (last === null) return html`<p>Nothing has been published yet.</p>`
  if (last.key === null)
    return html`<p>This server does not sign. The ledger can be checked for being whole and consistent, but not for where it comes from.</p>`
  return html`<p>Fingerprint: <code>${fingerprint ?? ''}</code><br>Public key: <code>${last.key}</code></p>
<p>Root of update ${last.sequence}: <code>${last.root}</code><br>Signature: <code>${last.signature ?? ''}</code></p>`
}
