/** `npm run check`: everything that protects this repository, all of it as errors. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { check as arrows } from './checks/arrows.ts'
import { check as breaks } from './checks/breaks.ts'
import { check as codes } from './checks/codes.ts'
import { check as handbook } from './checks/handbook.ts'
import { check as mechanisms } from './checks/mechanisms.ts'
import { check as onePlace } from './checks/one-place.ts'
import { check as packages } from './checks/packages.ts'
import { check as purity } from './checks/purity.ts'
import { check as rules } from './checks/rules.ts'
import { check as sizes } from './checks/sizes.ts'
import { check as vectors } from './checks/vectors.ts'
import { type Problem, root } from './repository.ts'

const bin = (name: string) => join(root, 'node_modules', '.bin', name)

const checks: [string, () => Promise<Problem[]>][] = [
  ['types of the pure shelves', program(bin('tsc'), ['-p', 'tsconfig.pure.json'])],
  ['types', program(bin('tsc'), ['-p', 'tsconfig.json'])],
  ['types of the pages', program(bin('tsc'), ['-p', 'web/tsconfig.json'])],
  ['lint and format', program(bin('biome'), ['check', '--error-on-warnings', '--max-diagnostics=50', '.'])],
  ['unused code', program(bin('knip'), ['--no-progress'])],
  ['arrows', async () => arrows()],
  ['purity', async () => purity()],
  ['one place', onePlace],
  ['rules and tests', async () => rules()],
  ['planted breaks', () => breaks()],
  ['vectors', async () => vectors()],
  ['codes', async () => codes()],
  ['file sizes', async () => sizes()],
  ['mechanisms', async () => mechanisms()],
  ['handbook', async () => handbook()],
  ['packages', async () => packages()],
]

function program(command: string, args: string[]): () => Promise<Problem[]> {
  return () =>
    new Promise((resolve) => {
      let output = ''
      const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
      child.stdout.on('data', (chunk: Buffer) => (output += chunk))
      child.stderr.on('data', (chunk: Buffer) => (output += chunk))
      child.on('error', (error) => resolve([{ file: command, what: error.message }]))
      child.on('close', (code) => resolve(code === 0 ? [] : [{ file: '', what: output.trim() }]))
    })
}

let failed = 0
await Promise.all(
  checks.map(async ([name, run]) => {
    const started = performance.now()
    const problems = await run().catch((error: unknown) => [{ file: '', what: String(error) }])
    const seconds = ((performance.now() - started) / 1000).toFixed(1)
    if (problems.length === 0) return console.log(`ok    ${name} (${seconds} s)`)
    failed++
    console.log(`FAIL  ${name} (${seconds} s)`)
    for (const { file, line, what } of problems as Problem[])
      console.log(`      ${file}${line ? `:${line}` : ''} ${what}`.replaceAll('\n', '\n      '))
    return undefined
  }),
)
console.log(failed === 0 ? 'All checks pass.' : `${failed} of ${checks.length} checks fail.`)
process.exit(failed === 0 ? 0 : 1)
