/** What officers of two invented sides write while it is measured. */
import { digestOf } from '@counterpart/casework'
import { informationRequest, procedures } from '@counterpart/procedures'
import type { Author, Command, Recorded } from '../../server/src/uses/command.ts'
import type { FileBrought } from '../../server/src/uses/file/upload.ts'

const REQUEST = digestOf(informationRequest)

/** The office of ours that opens every request. */
export const DRAFTING = 'aaa-office'

export function author(party: string, office: string): Author {
  return {
    office: `${party}-${office}`,
    officer: `${party}-1`,
    level: 'ministry',
    roles: ['secretary', 'duty-officer'],
  }
}

export const text = (words: string) => ({ en: { text: words, standing: 'authoritative' } })
let requests = 0

export function numbered() {
  requests += 1
  return { request: `bench-${requests}` }
}

/** A commitment of the two sides, for requests to be filed under. */
export function stateCommitment(procedure: string, at: number): Command {
  return {
    ...numbered(),
    kind: 'open',
    author: author('aaa', 'office'),
    approver: 'aaa-2',
    procedure,
    act: 'state-commitment',
    handling: 'H0',
    fields: {
      title: text(`Invented commitment ${at}`),
      nature: 'agreed',
      by: 'aaa bbb',
      term: 'none',
      'said-on': { date: '2020' },
    },
  }
}

/** The other side's word, without which it binds neither. */
export function confirmCommitment({ dossier, leaf }: Pick<Recorded, 'dossier' | 'leaf'>): Command {
  return {
    ...numbered(),
    kind: 'act',
    author: author('bbb', 'office'),
    approver: 'bbb-2',
    dossier,
    act: 'confirm-commitment',
    on: leaf,
    position: null,
    fields: {},
  }
}

/** An information request as officers write them: four short texts, two questions, one person. */
export function request({ commitments }: { commitments: readonly string[] }): Command {
  const command = numbered()
  const under = commitments[requests % commitments.length]
  return {
    ...command,
    kind: 'open',
    author: author('aaa', 'gate'),
    procedure: REQUEST,
    act: 'request-information',
    handling: 'H1',
    reserved: {
      number: `${requests}/A`,
      level: 'gate',
      to: 'bbb-gate',
      ...(under === undefined ? {} : { under: [{ dossier: under }] }),
    },
    fields: {
      subject: text('Vehicle seen near marker 100 (invented)'),
      urgency: 'normal',
      offence: 'smuggling-of-goods',
      purpose: 'investigation',
      'legal-basis': text('Invented agreement, article 3'),
      facts: text(
        'A lorry turned off the road at kilometre 12 in the evening and did not come back. '.repeat(4),
      ),
      questions: [
        { question: text('Who is the keeper of the vehicle?') },
        { question: text('When did it cross, and through which gate?') },
      ],
    },
  }
}

/** A letter with a file enclosed. */
export function letter(file: FileBrought): Command {
  const found = procedures.find(({ procedure }) => procedure.name === 'correspondence')
  if (!found) throw new Error('no declaration of letters')
  const { name, type, bytes, digest, salt, key } = file
  return {
    ...numbered(),
    kind: 'open',
    author: author('aaa', 'office'),
    approver: 'aaa-2',
    procedure: digestOf(found.procedure),
    act: 'send-letter',
    handling: 'H1',
    fields: {
      subject: text('An invented letter'),
      kind: 'letter',
      'letter-number': `${requests}/B`,
      'letter-year': 2026,
      'letter-date': { date: '2026-01-01' },
      'letter-text': text('See the enclosure (invented).'),
      enclosures: [{ title: text('An enclosure'), file: { name, type, bytes, digest, salt, key } }],
    },
  }
}

/** The other side takes a request in hand: an act of the keeper in a dossier that stands. */
export function takeInHand(opened: Recorded): Command {
  return {
    ...numbered(),
    kind: 'act',
    author: author('bbb', 'gate'),
    dossier: opened.dossier,
    act: 'take-in-hand',
    on: opened.leaf,
    position: null,
    fields: {},
  }
}
