/** More words and sentences than a night brings, but for codes, which come once. */
const most = 2000
/** What is longer hardly comes twice. */
const longest = 60

/**
 * The same function, working out each answer once: a night's texts are few words in few orders. The answer must depend on
 * the text alone, and is shared, so nobody may change it. When it is full it forgets everything, so no texts make it large.
 */
export function memoize<Answer extends object>(work: (text: string) => Answer): (text: string) => Answer {
  const answers = new Map<string, Answer>()
  return (text) => {
    const before = answers.get(text)
    if (before) return before
    const answer = work(text)
    if (text.length > longest) return answer
    if (answers.size >= most) answers.clear()
    answers.set(text, answer)
    return answer
  }
}
