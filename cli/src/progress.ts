/** How far something has come: one line that changes at a terminal, every tenth step elsewhere. */

const EVERY = 10

export function progressLine(
  line: (done: number, of: number, what: string) => string,
): (done: number, of: number, what: string) => void {
  const live = process.stdout.isTTY
  return (done, of, what) => {
    if (live) process.stdout.write(`\r\x1b[K${line(done, of, what)}${done === of ? '\n' : ''}`)
    else if (done === of || done % EVERY === 0) console.log(line(done, of, what))
  }
}
