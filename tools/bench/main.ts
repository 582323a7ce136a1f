/**
 * `npm run bench [-- --quick] [-- --write]`: acts a second end to end between two nodes, beside a plain durable
 * insert and a signature of the same minute, and how each changes as the log grows.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { root } from '../repository.ts'
import { fill, laterActs, openings } from './acts.ts'
import { measureBeside } from './beside.ts'
import { openPair, RELATION, type Side } from './pair.ts'
import { measureProofs } from './proofs.ts'
import { report, type Stage } from './report.ts'

const { values } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, write: { type: 'boolean', default: false } },
})
const sizes = values.quick ? [1_000, 3_000] : [1_000, 10_000, 100_000]
const share = values.quick ? 0.4 : 1
const begun = performance.now()

function say(what: string): void {
  process.stderr.write(`${String(Math.round((performance.now() - begun) / 1000)).padStart(5)} s  ${what}\n`)
}

/** What an act weighs: header and parts, on average over the last openings. */
async function weightOf(side: Side): Promise<number> {
  return side.store.read(RELATION, async (reader) => {
    const rows = (await reader.tail(side.relation.ours, null, 400)).filter((row) => row.kind === 'open')
    const parts = await reader.parts(rows.map((row) => row.leaf))
    let bytes = 0
    for (const row of rows) {
      bytes += row.bytes.length
      for (const part of parts.get(row.leaf) ?? [])
        if (part.state === 'held') bytes += part.bytes.length + part.salt.length
    }
    return Math.round(bytes / Math.max(1, rows.length))
  })
}

say('starting two nodes on two databases')
await using pair = await openPair()
const stages: Stage[] = []
for (const size of sizes) {
  let told = 0
  const filled = await fill(pair, size, (now) => {
    if (now - told < size / 10 && now < size) return
    told = now
    say(`${now} of ${size} entries`)
  })
  const bytes = await weightOf(pair.a)
  say('a plain insert and a signature')
  const beside = await measureBeside(pair.a, bytes, Math.round(400 * share))
  say('openings, one at a time')
  const one = await openings(pair, Math.round(300 * share), 1)
  say('openings, 16 at a time')
  const sixteen = await openings(pair, Math.round(1600 * share), 16)
  say('openings, 64 at a time')
  const sixtyFour = await openings(pair, Math.round(3200 * share), 64)
  say('acts of the other side in dossiers that stand')
  const later = await laterActs(pair, Math.round(300 * share), 1)
  say('proofs')
  const proofs = await measureProofs(pair.a, 60)
  stages.push({ size, filled, bytes, beside, one, sixteen, sixtyFour, later, proofs })
}
const text = report(stages, values.quick, (performance.now() - begun) / 1000)
process.stdout.write(text)
if (values.write) {
  writeFileSync(join(root, 'docs', 'bench.md'), text)
  say('written to docs/bench.md')
}
