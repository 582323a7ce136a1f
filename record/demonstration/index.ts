/** The invented dossiers of the demonstration, one file each. */
import boatsAtNight from './boats-at-night.json' with { type: 'json' }
import callersPosingAsOfficers from './callers-posing-as-officers.json' with { type: 'json' }
import caseMagnolia from './case-magnolia.json' with { type: 'json' }
import childAtTheBridge from './child-at-the-bridge.json' with { type: 'json' }
import courseOnDocuments from './course-on-documents.json' with { type: 'json' }
import fledAfterTheFraud from './fled-after-the-fraud.json' with { type: 'json' }
import forgedBorderPasses from './forged-border-passes.json' with { type: 'json' }
import gamblingPayments from './gambling-payments.json' with { type: 'json' }
import groupAtTheTrail from './group-at-the-trail.json' with { type: 'json' }
import groupByTheRiver from './group-by-the-river.json' with { type: 'json' }
import letterInReply from './letter-in-reply.json' with { type: 'json' }
import letterOnContactPoints from './letter-on-contact-points.json' with { type: 'json' }
import lorriesOffTheGate from './lorries-off-the-gate.json' with { type: 'json' }
import motorcycleGang from './motorcycle-gang.json' with { type: 'json' }
import organisersOfIllegalEntry from './organisers-of-illegal-entry.json' with { type: 'json' }
import patrolOnTheRidge from './patrol-on-the-ridge.json' with { type: 'json' }
import returnOverTheBridge from './return-over-the-bridge.json' with { type: 'json' }
import type { Script } from './script.ts'
import telephoneFraudNumbers from './telephone-fraud-numbers.json' with { type: 'json' }
import visitToAFitter from './visit-to-a-fitter.json' with { type: 'json' }
import warehouseRecords from './warehouse-records.json' with { type: 'json' }
import weaponsParts from './weapons-parts.json' with { type: 'json' }
import wildlifeParcels from './wildlife-parcels.json' with { type: 'json' }
import worksInTheRiver from './works-in-the-river.json' with { type: 'json' }

export const scripts = [
  boatsAtNight,
  callersPosingAsOfficers,
  caseMagnolia,
  childAtTheBridge,
  courseOnDocuments,
  fledAfterTheFraud,
  forgedBorderPasses,
  gamblingPayments,
  groupAtTheTrail,
  groupByTheRiver,
  letterInReply,
  letterOnContactPoints,
  lorriesOffTheGate,
  motorcycleGang,
  organisersOfIllegalEntry,
  patrolOnTheRidge,
  returnOverTheBridge,
  telephoneFraudNumbers,
  visitToAFitter,
  warehouseRecords,
  weaponsParts,
  wildlifeParcels,
  worksInTheRiver,
] as Script[]
