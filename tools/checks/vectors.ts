// Protects the examples that other implementations are tried with: every file of the spec has some, every one is
// read by a test here, and what has to be refused outnumbers what has to be taken.
import { basename } from 'node:path'
import { files, isTest, type Problem, read, tableBelow } from '../repository.ts'

const folder = 'spec/vectors/'

export function check(): Problem[] {
  const there = files().filter((file) => file.startsWith(folder))
  const tests = files().filter((file) => isTest(file) && file.endsWith('.ts'))
  const quoted = new Set(
    tests.flatMap((file) => [...read(file).matchAll(/'([a-z]+)'/g)].map(([, name]) => name)),
  )
  const problems: Problem[] = []
  const named = new Set<string>()
  for (const [link = '', , cell = ''] of tableBelow('spec/README.md', 'What two nodes agree on')) {
    const names = [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name)
    if (names.length === 0) problems.push({ file: 'spec/README.md', what: `${link} has no vectors` })
    for (const name of names) {
      if (named.has(name)) problems.push({ file: 'spec/README.md', what: `${name} stands twice` })
      named.add(name)
      if (!there.includes(`${folder}${name}.json`))
        problems.push({ file: 'spec/README.md', what: `${folder}${name}.json is not there` })
    }
  }
  for (const file of there) {
    const name = basename(file, '.json')
    if (!named.has(name)) problems.push({ file, what: 'is not named in spec/README.md' })
    if (!quoted.has(name)) problems.push({ file, what: 'is read by no test' })
    for (const what of casesOf(read(file))) problems.push({ file, what })
  }
  return problems
}

function casesOf(text: string): string[] {
  const cases = JSON.parse(text) as Record<string, unknown>[]
  const problems: string[] = []
  const ids = new Set<unknown>()
  for (const one of cases) {
    const id = String(one.id)
    if (ids.has(id)) problems.push(`${id} stands twice`)
    ids.add(id)
    if (typeof one.comment !== 'string' || one.comment === '') problems.push(`${id} does not say what it is`)
    if (!('input' in one)) problems.push(`${id} asks nothing`)
    if ('expected' in one === 'error' in one)
      problems.push(`${id} has to be either expected or refused, and not both`)
  }
  const invalid = cases.filter((one) => 'error' in one).length
  // What stands after entries, with effect or without: nothing there is refused.
  if (
    cases.every(({ expected }) => typeof expected === 'object' && expected !== null && 'verdict' in expected)
  )
    return problems
  if (invalid * 2 <= cases.length)
    problems.push(`${cases.length - invalid} valid cases and ${invalid} invalid ones: these have to be more`)
  return problems
}
