/**
 * JSON lines as a stream, for `math --jsonl` and `read --jsonl`: whole chunks in, one write a chunk out, nothing kept but
 * the unfinished line. A reader that is slower than the answers stops the reading.
 */
import { once } from 'node:events'
import type { Writable } from 'node:stream'

/** Longer than any question can be; without a limit a stream without line breaks would fill the memory. */
const longestLine = 1_000_000

/** The answer to a line, from its JSON and from the text it was parsed from. */
type AnswerLine = (json: unknown, line: string) => object

/** Answers every line of `input` on `output`, in order; blank lines are skipped. Resolves when all is handed over. */
export async function answerLines(
  input: AsyncIterable<string>,
  output: Writable,
  answerLine: AnswerLine,
): Promise<void> {
  let rest = ''
  let skipping = false
  for await (const chunk of input) {
    const lines = chunk.split('\n')
    lines[0] = rest + (lines[0] as string)
    rest = lines.pop() as string
    let answers = ''
    for (const line of lines) {
      if (skipping) skipping = false
      else answers += answerText(line, answerLine)
    }
    if (rest.length > longestLine) {
      if (!skipping) answers += tooLong
      skipping = true
      rest = ''
    }
    if (answers !== '' && !output.write(answers)) await once(output, 'drain')
  }
  if (!skipping && rest !== '') output.write(answerText(rest, answerLine))
}

const tooLong = `${JSON.stringify({ id: null, error: `This line is longer than ${longestLine} characters.` })}\n`
const notJson = `${JSON.stringify({ id: null, error: 'This line is not JSON.' })}\n`

/** The answer to one line with its line break; '' to a blank one. */
export function answerText(line: string, answerLine: AnswerLine): string {
  if (line.length > longestLine) return tooLong
  // A byte order mark is what some editors put before the first line.
  const text = line.startsWith('\uFEFF') ? line.slice(1) : line
  if (text.trim() === '') return ''
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return notJson
  }
  return `${JSON.stringify(answerLine(json, text))}\n`
}
