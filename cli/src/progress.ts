/** How far something has come: one line that changes at a terminal, one now and then elsewhere. */

/** A journal keeps every line for months, and a large register is of many steps. */
const EVERY_MS = 10_000

interface Out {
  isTTY?: boolean
  write(text: string): unknown
}

/** `now` in milliseconds. */
export function progressLine(
  line: (done: number, of: number, what: string) => string,
  out: Out = process.stdout,
  now: () => number = () => performance.now(),
): (done: number, of: number, what: string) => void {
  if (out.isTTY === true)
    return (done, of, what) => void out.write(`\r\x1b[K${line(done, of, what)}${done === of ? '\n' : ''}`)
  let said = now()
  let ended = false
  return (done, of, what) => {
    const isEnd = done === of
    if (ended || (!isEnd && now() - said < EVERY_MS)) return
    said = now()
    ended = isEnd
    out.write(`${line(done, of, what)}\n`)
  }
}
