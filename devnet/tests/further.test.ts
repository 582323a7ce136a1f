/** A further procedure is one folder and its lines in the list: nothing else is touched, and it works on both nodes. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { ALL } from '../../tools/repository.ts'
import { repositoryCopy } from './_repository-copy.ts'

const NAME = 'hotline-drill'

let folder: string

before(() => {
  folder = repositoryCopy()
  cpSync(fileURLToPath(new URL(`./_${NAME}`, import.meta.url)), join(folder, 'procedures', NAME), {
    recursive: true,
  })
  const list = join(folder, 'procedures', 'index.ts')
  const said = readFileSync(list, 'utf8')
  const added = said
    .replace(
      /^import \{ identification /m,
      `import { hotlineDrill } from './${NAME}/procedure.ts'\nimport { hotlineDrillTexts } from './${NAME}/texts.ts'\n$&`,
    )
    .replace(/^(?=\]$)/m, '  complete(hotlineDrill, hotlineDrillTexts),\n')
  assert.equal(added.split('\n').length, said.split('\n').length + 3)
  writeFileSync(list, added)
})
after(() => rmSync(folder, { recursive: true, force: true }))

/** As an officer of the project types it; nothing waits for its turn with a commit, of which the copy has none. */
function node(...args: string[]): string {
  const { NODE_TEST_CONTEXT: _, ...inherited } = process.env
  const env = { ...inherited, [ALL]: '1' }
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, env, encoding: 'utf8' })
  assert.equal(status, 0, `${args.join(' ')}\n${stdout.slice(-4000)}\n${stderr.slice(-2000)}`)
  return stdout
}

function passed(...files: string[]): string[] {
  const said = node('--test', '--test-reporter=tap', `--test-name-pattern=${NAME}`, ...files)
  return [...said.matchAll(/^ *ok \d+ - (.*)$/gm)]
    .flatMap(([, name]) => name ?? [])
    .filter((name) => name.includes(NAME))
}

test('what is generated from a further procedure is written by the two commands that the README names', () => {
  node('tools/space.ts', '--write', NAME)
  node('tools/handbook.ts', '--write')
  for (const language of ['en', 'vi', 'zh-Hans'])
    assert.match(readFileSync(join(folder, 'docs', 'handbook', language, `${NAME}.md`), 'utf8'), /^# /m)
})

test('a further procedure is proven as every other is', () => {
  const names = passed('procedures/procedures.test.ts', 'procedures/runs.test.ts', 'procedures/space.test.ts')
  for (const what of [
    'has no problems',
    'can be read in every language',
    'the README names every state, act and field',
    'the runs do every act and reach every state',
    'whatever can come about keeps what every procedure has to keep',
    'what has effect is what space.json says',
    'any gate, act or transition less is noticed',
  ])
    assert.ok(
      names.some((name) => name.includes(what)),
      `${what}: ${names}`,
    )
})

test('two nodes work on a further procedure as its runs say, one of them on PostgreSQL', () => {
  const names = passed('devnet/tests/runs.test.ts')
  for (const run of ['held', 'declined', 'called-off'])
    assert.ok(names.includes(`two nodes say of ${NAME} what ${run}.json says`), `${run}: ${names}`)
  assert.ok(
    names.some((name) => name.startsWith('two nodes on PostgreSQL')),
    `${names}`,
  )
})
