// Protects the spec from drifting away from the code: every rule has at least one test whose title
// carries its id, and no title carries an id that does not exist.
import { files, isTest, type Problem, read } from '../repository.ts'

const defined = /^\*\*([A-Z]+-\d+)\*\*/gm
const named = /\b(?:test|it|describe)\(\s*[`'"]([^\n]*)/g
const id = /\b[A-Z]{3,}-\d+\b/g

export function check(): Problem[] {
  const rules = new Map<string, string>()
  const problems: Problem[] = []
  for (const file of files().filter((name) => /^spec\/.*\.md$/.test(name)))
    for (const [, rule] of read(file).matchAll(defined)) {
      if (rule === undefined) continue
      if (rules.has(rule))
        problems.push({ file, what: `${rule} is defined twice, also in ${rules.get(rule)}` })
      rules.set(rule, file)
    }
  const kinds = new Set([...rules.keys()].map((rule) => rule.split('-')[0]))
  const tested = new Set<string>()
  for (const file of files().filter((name) => isTest(name) && name.endsWith('.ts')))
    for (const [, title] of read(file).matchAll(named))
      for (const [rule] of (title ?? '').matchAll(id)) {
        tested.add(rule)
        if (kinds.has(rule.split('-')[0]) && !rules.has(rule))
          problems.push({ file, what: `${rule} is in a test title but not in spec/` })
      }
  for (const [rule, file] of rules)
    if (!tested.has(rule)) problems.push({ file, what: `${rule} has no test that carries its id` })
  return problems
}
