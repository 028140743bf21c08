/**
 * Reactions that phones send as texts, answers quoted back, forwards: they carry our own words, so they are neither a
 * report nor an approval. Works on normalised text.
 */
export function isQuoted(text: string): boolean {
  return reaction.test(text) || enclosed(text) || marked.test(text) || ours.test(text)
}

const reaction =
  /^[^a-z0-9]*(?:(?:liked|loved|disliked|laughed at|emphasi[sz]ed|questioned|reacted|removed an? [a-z]+ from|le gusto|no le gusto|le encanto|me gusta|me encanta|te gusto|le dio risa|se rio|dio enfasis|enfatizo|exclamo|pregunto|reacciono|quito un)\b|(?:to|a)\s+["'])/

const marked =
  /(?:^|\n)\s*(?:>|(?:re|rv|fw|fwd|rm|enc)\s*:)|\b(?:wrote|escribio)\s*:|\b(?:original|forwarded) message\b|\bmensaje (?:original|reenviado)\b/

/** Words of our replies that no report needs. */
const ours = /\b(?:reply|replied|responda|responde|conteste|recorded|registrado|registrada)\b/

/** The whole text in quotation marks; words inside one ('“Sanders” 45') are only words. */
function enclosed(text: string): boolean {
  const [, mark, inside = ''] = /^[^a-z0-9"']*(["'])(.*)$/s.exec(text) ?? []
  if (mark === undefined) return false
  const end = inside.search(mark === '"' ? /"/ : /'(?![a-z])/)
  if (end === -1) return mark === '"'
  return /[a-z0-9].*[^a-z0-9].*[a-z0-9]/s.test(inside.slice(0, end)) && !/[a-z0-9]/.test(inside.slice(end))
}
