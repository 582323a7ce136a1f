import { after, before, test } from 'node:test'
import { notItsTurn } from '../../tools/repository.ts'
import { ahead } from './_ahead.ts'
import { CASTS } from './_casts.ts'
import { enclosures, filesAgain } from './_files.ts'
import { enclosuresCarried } from './_files-carried.ts'
import { askedBeforeLeaving, ownIsSeen, sentAfterNewSession, sentOnce, toldOfAnother } from './_leaving.ts'
import { warnedOfParent } from './_left.ts'
import { namedBeyondFirstPage } from './_named.ts'
import { badLine, killed } from './_outage.ts'
import { outcomeShown } from './_outcome.ts'
import { fitsScreens, sameCounts, sameReview } from './_pages.ts'
import { fitsPaper } from './_paper.ts'
import { carried, carriedByOperators } from './_pouch.ts'
import { Playing, played } from './_procedures.ts'
import { recalledByTwo } from './_recall.ts'
import { recordOnPages, reviewIsRefused } from './_record-pages.ts'
import { latencies, wholeRequest } from './_request.ts'
import { safeguardStops } from './_safeguards.ts'
import { within } from './_seat.ts'
import { stayedByCourt } from './_stay.ts'
import { typedAndHeard } from './_typed.ts'
import { whereabouts } from './_whereabouts.ts'
import { LANGUAGES } from './_words.ts'
import { startWorld, type World } from './_world.ts'

let world: World
let playing: Playing
/** Each of these looks at what it made itself, so that with one commit the others can be left out. */
const [first, second, third] = [0, 1, 2].map((at) => ({ skip: notItsTurn(at, 3) }))

before(async () => {
  world = await startWorld()
  playing = await Playing.begin(world)
})

after(async () => {
  await playing[Symbol.asyncDispose]()
  await world[Symbol.asyncDispose]()
  // Read, and not asserted: how fast a loaded machine is says nothing about the program.
  for (const { what, ms } of latencies) console.log(`${String(ms).padStart(6)} ms  ${what}`)
  for (const { name, ms, run } of playing.took) console.log(`${String(ms).padStart(6)} ms  ${name} (${run})`)
})

const turns = LANGUAGES.map((_, at) => notItsTurn(at, LANGUAGES.length))
for (const [at, language] of LANGUAGES.entries()) {
  const skip = turns[at]
  test(`a whole request from desk to desk in ${language}`, { skip }, () =>
    within(world, (sit) => wholeRequest(sit, language, CASTS[language])),
  )
  test(`the public record on the pages of both sides in ${language}`, { skip }, () =>
    within(world, (sit) => recordOnPages(sit, language)),
  )
}

test('files go from one page to the other: a PDF, and a text that only calls itself one', () =>
  enclosures(world))

test(
  'a letter that came back asks for its files again, and a file waits until its officer is signed in again',
  first,
  () => within(world, (sit) => filesAgain(world, sit)),
)

test('POUCH-10 files that acts enclose are carried by hand while the line is cut', second, () =>
  enclosuresCarried(world),
)

test('a safeguard stops an act until another officer has answered it, and both sides see how it stands', () =>
  within(world, safeguardStops))

test('RETENTION-12 what one officer would recall a second approves, and the other side sees it at the act', () =>
  within(world, (sit) => recalledByTwo(world, sit)))

test('a stay is recorded of a day that is to come, by whoever said who asks for it', () =>
  within(world, (sit) => stayedByCourt(world, sit)))

test('a form in which something was typed is not left without a question', third, () =>
  within(world, askedBeforeLeaving),
)

test('what is wrong with a box is heard with it, and an office bears the name of its state', first, () =>
  within(world, (sit) => typedAndHeard(world, sit)),
)

test('a box that names a dossier reaches those that are not on its first page', second, () =>
  within(world, namedBeyondFirstPage),
)

test('a dossier whose parent has gone on without it says so at its head, and with what moves it', third, () =>
  within(world, (sit) => warnedOfParent(world, sit)),
)

test('what was typed is sent after its officer has signed in again in another tab', () =>
  within(world, sentAfterNewSession))

test('who acts on a page after another officer has signed in in the same browser is told so, and nothing is sent', () =>
  within(world, toldOfAnother))

test(
  'what an officer recorded just before is not new in the next form, and what another did is',
  second,
  () => within(world, (sit) => ownIsSeen(world, sit)),
)

for (const how of ['reset', 'silent'] as const)
  test(
    `what was recorded and whose answer was lost is sent again as the same, and stands there once (${how})`,
    how === 'reset' ? third : first,
    () => within(world, (sit) => sentOnce(sit, how)),
  )

test('who may not see the review is told who may', () => within(world, reviewIsRefused))

test('a commitment counts what was asked under it, the same on both sides', () => sameCounts(world))

test('what was asked under a commitment is evidence in the review, the same on both sides', () =>
  sameReview(world, turns.filter((skip) => skip === false).length))

test('a review says on its page how a commitment ended, and what one side alone says of that', second, () =>
  within(world, (sit) => outcomeShown(world, sit)),
)

test('every page fits a laptop, a tablet and a telephone', third, () =>
  within(world, (sit) => fitsScreens(world, sit)),
)

test('every page fits a sheet, which says who printed it, where and when', first, () =>
  within(world, (sit) => fitsPaper(world, sit)),
)

test('an act recorded while the line is cut waits, and arrives once over a line that loses and repeats', () =>
  badLine(world))

test(
  'where an act is while the line is cut, its officer and the operators of the node are shown',
  second,
  () => within(world, (sit) => whereabouts(world, sit)),
)

test('SYNC-11 what is urgent is on the other desk before a queue on a slow line is through', third, () =>
  within(world, (sit) => ahead(world, sit)),
)

test(
  'while the line is cut an act is carried to the other side as a file, and its receipt comes back as one',
  first,
  () => within(world, (sit) => carried(world, sit)),
)

test(
  'a node that was killed while there is no line is let go on by two operators, and they carry by the command line',
  second,
  () => within(world, (sit) => carriedByOperators(world, sit)),
)

test(
  'a node that is killed in the middle of an exchange comes back by itself, and everything is there once',
  third,
  () => killed(world),
)

for (const [at, procedure] of played.entries())
  test(`${procedure.name} is opened, answered and ended between two pages`, { skip: notItsTurn(at, 8) }, () =>
    playing.play(procedure),
  )
