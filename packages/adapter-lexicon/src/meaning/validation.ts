/**
 * Ways to say that something is valid: it serves, where verification says that it was done right. Each holds a place for the content
 * and the words that tell when it is the right way. Spec cf14 2.10.
 */
export const validations: readonly { readonly form: string; readonly when: string }[] = [
  { form: '{} that meets a real need', when: 'need necessity necessary' },
  { form: '{} that nothing else replaces', when: 'indispensable essential irreplaceable' },
  { form: '{} equal to its purpose', when: 'sufficient adequate purpose' },
  { form: '{} enough for the task', when: 'enough capacity task sufficient' },
  { form: '{} that leaves no one out', when: 'complete inclusive comprehensive' },
  { form: '{} that covers the whole case', when: 'completeness whole thorough' },
  { form: '{} that holds from case to case', when: 'consistent uniform pattern' },
  { form: '{} in keeping with the rest', when: 'consistency coherence harmony' },
  { form: '{} worth being guided by', when: 'guidance guiding direction' },
  { form: '{} that points the right way', when: 'orientation aim goal' },
  { form: '{} proven in use', when: 'use practice applying' },
  { form: '{} that works on the ground', when: 'practical implementation local' },
  { form: '{} judged sound', when: 'judgment judging sound' },
  { form: '{} that stands up to scrutiny', when: 'scrutiny evaluation criticism' },
  { form: '{} confirmed on review', when: 'review reviewing revision' },
  { form: '{} that experience bears out', when: 'experience learning reflection' },
  { form: '{} accepted by those concerned', when: 'community public consensus' },
  { form: '{} people can trust', when: 'trust confidence credibility' },
  { form: '{} true to its values', when: 'ethics values integrity' },
  { form: '{} that fits its setting', when: 'context relevance environment' },
  { form: '{} backed by evidence', when: 'evidence data proof' },
  { form: '{} that delivers its promise', when: 'outcome result delivery' },
  { form: '{} safe to rely on', when: 'safety risk reliability' },
  { form: '{} made to last', when: 'durable sustainable permanent' },
]
