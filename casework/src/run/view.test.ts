import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { dossiersOf, keeperFor, logOf, procedureNamed } from './_nodes.ts'
import { alone, procedureOf } from './_sample.ts'
import { begun, perform, readerOf, schedule } from './_schedule.ts'
import { settlerIn } from './place.ts'
import { dossierContext } from './view.ts'

test('ORDER-10 a view that goes on from the last is the one that is folded from the beginning', () => {
  fc.assert(
    fc.property(schedule(120), (steps) => {
      const nodes = begun(0)
      for (const step of steps) perform(nodes, step)
      for (const node of nodes) {
        const terms = readerOf(node)
        for (const entries of dossiersOf(node).values()) {
          const keeper = keeperFor(entries)
          const settlers = settlerIn(logOf(node, keeper))
          const procedure = procedureOf(procedureNamed(entries))
          const newContext = () => dossierContext(alone(terms), procedure, entries, keeper, settlers)
          const one = newContext()
          for (const entry of entries.filter(({ side }) => side !== keeper))
            assert.deepEqual(one.viewOf(entry), newContext().viewOf(entry))
        }
      }
    }),
    { numRuns: 150 },
  )
})
