export const officer = ['protection-officer'] as const
export const lead = ['protection-lead'] as const
export const both = [...officer, ...lead] as const
export const consents = [
  'consent-verification',
  'consent-consulate',
  'consent-family',
  'consent-services',
  'consent-police',
  'consent-return',
] as const
const identified = [
  'victim-identified',
  'identification-recognised',
  'verification-asked',
  'verification-answered',
  'return-planned',
] as const
/** While the person is with the side that opened. */
export const protecting = ['presumed-victim', ...identified] as const
/** Nobody may pass over one of these: none has an override. */
export const gates = {
  consent: {
    by: 'opener',
    roles: both,
    from: [...protecting, 'handover-agreed'],
    before: ['ask-verification', 'write-handover-minutes'],
    on: ['record-consents', 'record-wish-to-return'],
    reads: consents,
    basis: 'ACTIP Article 15: return preferably voluntary',
  },
  identity: {
    by: 'opener',
    roles: both,
    from: ['verification-answered', 'return-planned', 'handover-agreed'],
    before: ['write-handover-minutes'],
    on: ['answer-verification'],
    reads: ['verification-result'],
    basis: 'proposal',
  },
  // Also of an adult: that the person is one is what it looks into.
  minor: {
    by: 'opener',
    roles: both,
    from: ['return-planned', 'handover-agreed'],
    before: ['write-handover-minutes'],
    on: ['report-return-conditions'],
    reads: ['age-group', 'age-basis', 'family-tracing', 'receiving-service', 'service-kind'],
    basis: 'proposal',
  },
  'non-punishment': {
    by: 'opener',
    roles: both,
    from: identified,
    before: ['ask-verification'],
    on: ['identify-victim'],
    reads: [],
    basis: 'ACTIP Article 14(7) and (8)',
  },
  'non-refoulement': {
    by: 'opener',
    roles: both,
    from: ['return-planned', 'handover-agreed'],
    before: ['write-handover-minutes'],
    on: ['report-return-conditions'],
    reads: ['risk', 'reception-ready'],
    basis: 'Palermo Protocol Article 8 and ACTIP Article 15: regard for safety',
  },
} as const
