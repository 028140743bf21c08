import { spawnSync } from 'node:child_process'
import { PassThrough, Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { Command } from 'commander'
import { describe, expect, test, vi } from 'vitest'
import { answerLines } from '../../../src/cli/answer-lines.ts'
import { answerMathLine } from '../../../src/cli/math/json-lines.ts'
import { registerMath } from '../../../src/cli/math/math.ts'

/** One command line; what it printed, what it noted, and its exit code. */
async function run(...args: string[]) {
  const [out, err]: [string[], string[]] = [[], []]
  const stdout = vi.spyOn(process.stdout, 'write').mockImplementation((text) => out.push(String(text)) > 0)
  const stderr = vi.spyOn(process.stderr, 'write').mockImplementation((text) => err.push(String(text)) > 0)
  const before = process.exitCode
  process.exitCode = undefined
  try {
    const program = new Command('caucusline').exitOverride()
    registerMath(program)
    await program.parseAsync(['math', ...args], { from: 'user' })
    return { out: out.join(''), err: err.join(''), code: process.exitCode ?? 0 }
  } finally {
    process.exitCode = before
    stdout.mockRestore()
    stderr.mockRestore()
  }
}

describe('caucusline math', () => {
  test('shows the table and the steps', async () => {
    const { out, code } = await run(
      '--delegates',
      '7',
      '--attendance',
      '113',
      'Sanders',
      '45',
      'Buttigieg',
      '38',
      'Warren',
      '30',
    )
    expect(code).toBe(0)
    expect(out).toMatch(/^ia2020 · 7 to elect · 113 present · viable from 17\n/)
    expect(out).toMatch(/\nSanders +45 +yes +2\.7876 +3\n/)
    expect(out).toMatch(/5\. Rounded: Sanders 3, Buttigieg 2, Warren 2\. Together 7 of 7\.\n$/)
  })

  test('keeps the order typed, takes names of two words, equals signs and commas', async () => {
    const { out } = await run('--delegates', '4', 'Mayor', 'Pete', '30,', 'Amy=20')
    expect(out).toMatch(/\nMayor Pete .*\nAmy /)
  })

  test('asks for the toss, and ends in 1 where a report cannot be right', async () => {
    const tie = ['--delegates', '9', '--attendance', '72', 'Red', '28', 'Blue', '28', 'Green', '16']
    const open = await run(...tie)
    expect(open.out).toMatch(/tie: 1 of Red and Blue by chance/)
    expect(open.out).toMatch(/Red .*3 or one more/)
    expect(open.code).toBe(0)
    const settled = await run(...tie, '--winner', 'Blue')
    expect(settled.out).toMatch(/Blue +28 +yes +3\.5000 +4/)
    const wrong = await run(...tie, '--winner', 'Green')
    expect(wrong.code).toBe(1)
    const cards = await run(...tie, '--rules', 'nv2020', '--winner', 'Red=KH', 'Blue=9S', '--json')
    expect(JSON.parse(cards.out).settled.winners).toEqual(['Red'])
  })

  test('before the final count shows who is viable and no delegates', async () => {
    const { out } = await run('--delegates', '5', '--initial', 'Red', '60', 'Gold', '10', 'Blue', '30')
    expect(out).toMatch(/group +initial +viable +share\nRed/)
    expect(out).toMatch(/You gave no attendance/)
  })

  test('compares a worksheet', async () => {
    const { out, code } = await run(
      '--delegates',
      '4',
      '--final',
      'Red',
      '60',
      'Blue',
      '40',
      '--reported',
      'Red',
      '3',
      'Blue',
      '1',
    )
    expect([code, /hold +The worksheet gives Red 3 delegates; by the rules it is 2\./.test(out)]).toEqual([1, true])
  })

  test('lists the rules', async () => {
    expect((await run('--rules', 'list')).out).toMatch(/^ia2020\n.*\n {2}reports initial, final\n/)
    expect(JSON.parse((await run('--rules', 'list', '--json')).out)).toContainEqual(
      expect.objectContaining({ name: 'mn_dfl' }),
    )
  })

  test.each([
    [['Sanders', '45'], /how many delegates/],
    [['--delegates', 'x', 'Sanders', '45'], /how many delegates/],
    [['--delegates', '7'], /Give the groups/],
    [['--delegates', '7', '--attendance', 'many', 'A', '4'], /"many" is no number of people/],
    [['--delegates', '7', '--rules', 'zz', 'A', '4'], /no rules called "zz"/],
    [['--delegates', '7', 'A', '4', '--final', 'B', '4'], /Give the final alignment once/],
    [['--delegates', '7', 'A', '4', 'B'], /How many people does B have/],
    [['--delegates', '7', '45', 'Sanders'], /Which group does the 45 belong to/],
    [['--delegates', '7', 'A', '4.5'], /"4.5" is no whole number/],
    [['--delegates', '7', 'A', '4', 'A', '5'], /A is named twice/],
  ])('%j is wrong usage, with a sentence', async (args, sentence) => {
    const { err, out, code } = await run(...args)
    expect([code, out]).toEqual([2, ''])
    expect(err).toMatch(sentence)
  })
})

describe('JSON lines', () => {
  const line = (id: number) =>
    `{"id":${id},"rules":"ia2020","delegates":3,"attendance":30,"initial":{"A":20,"B":10},"final":{"A":20,"B":10}}`

  async function answers(...chunks: string[]) {
    const input = new PassThrough({ encoding: 'utf8' })
    const output = new PassThrough({ encoding: 'utf8' })
    for (const chunk of chunks) input.write(chunk)
    input.end()
    const done = answerLines(input, output, answerMathLine).then(() => output.end())
    let text = ''
    for await (const part of output) text += part
    await done
    return text
      .split('\n')
      .filter(Boolean)
      .map((each) => JSON.parse(each))
  }

  test('are answered one by one, wherever the chunks end, the last one without a line break too', async () => {
    const text = `\uFEFF${line(1)}\n\n${line(2)}\r\n${line(3)}`
    const found = await answers(text.slice(0, 40), text.slice(40, 150), text.slice(150))
    expect(found.map(({ id, delegates }) => [id, delegates])).toEqual([1, 2, 3].map((id) => [id, { A: 2, B: 1 }]))
  })

  test('a bad line is answered and the rest go on', async () => {
    const found = await answers(`${line(1)}\nnonsense\n{"id":2}\n${line(3)}\n`)
    expect(found.map(({ id, error }) => [id, typeof error])).toEqual([
      [1, 'undefined'],
      [null, 'string'],
      [2, 'string'],
      [3, 'undefined'],
    ])
  })

  test('a line without end is answered once and forgotten', async () => {
    const long = 'x'.repeat(700_000)
    const found = await answers(long, long, long, `\n${line(1)}\n`, `${long}${long}\n${line(2)}\n`)
    expect(found.map(({ id, error }) => error ?? id)).toEqual([
      'This line is longer than 1000000 characters.',
      1,
      'This line is longer than 1000000 characters.',
      2,
    ])
  })

  test('a reader that is slower than we are stops the reading', async () => {
    let [waiting, most] = [0, 0]
    const slow = new Writable({
      highWaterMark: 1,
      write(_chunk, _encoding, done) {
        waiting += 1
        most = Math.max(most, waiting)
        setTimeout(() => {
          waiting -= 1
          done()
        }, 1)
      },
    })
    let read = 0
    async function* endless() {
      for (; read < 50; read += 1) yield `${line(read)}\n`
    }
    await answerLines(endless(), slow, answerMathLine)
    expect([read, most, slow.writableLength]).toEqual([50, 1, 0])
  })

  test('may be answered by another command', async () => {
    const output = new PassThrough({ encoding: 'utf8' })
    async function* input() {
      yield '1\n"two"'
    }
    await answerLines(input(), output, (json, text) => [json, text])
    expect(output.read()).toBe('[1,"1"]\n["two","\\"two\\""]\n')
  })

  test('through the real process', () => {
    const program = fileURLToPath(new URL('../../../src/cli/main.ts', import.meta.url))
    const input = `${line(1)}\n{}\n${line(2)}\n`
    const { stdout, status } = spawnSync(process.execPath, [program, 'math', '--jsonl'], { input, encoding: 'utf8' })
    expect([
      status,
      stdout
        .trim()
        .split('\n')
        .map((each) => JSON.parse(each).id),
    ]).toEqual([0, [1, null, 2]])
  })
})
