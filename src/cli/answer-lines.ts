/**
 * `math --jsonl` and `read --jsonl` as a stream: whole chunks in, one write a chunk out, nothing kept but the unfinished line; a reader
 * that is slower than we are stops the reading.
 */
import { once } from 'node:events'
import type { Writable } from 'node:stream'
import { answerText } from './math/answer.ts'

/** Longer than any question can be; without a limit a stream without line breaks would fill the memory. */
const longestLine = 1_000_000

/** Answers every line of `input` on `output`, in order; blank lines are skipped. Resolves when all is handed over. */
export async function answerLines(
  input: AsyncIterable<string>,
  output: Writable,
  answer: (line: string) => string = answerText,
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
      else answers += answered(line, answer)
    }
    if (rest.length > longestLine) {
      if (!skipping) answers += tooLong
      skipping = true
      rest = ''
    }
    if (answers !== '' && !output.write(answers)) await once(output, 'drain')
  }
  if (!skipping && rest !== '') output.write(answered(rest, answer))
}

const tooLong = `${JSON.stringify({ id: null, error: `This line is longer than ${longestLine} characters.` })}\n`

function answered(line: string, answer: (line: string) => string): string {
  if (line.length > longestLine) return tooLong
  // A byte order mark is what some editors put before the first line.
  const text = line.startsWith('\uFEFF') ? line.slice(1) : line
  return text.trim() === '' ? '' : `${answer(text)}\n`
}
