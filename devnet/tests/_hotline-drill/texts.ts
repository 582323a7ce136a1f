import en from './texts/en.json' with { type: 'json' }
import vi from './texts/vi.json' with { type: 'json' }
import zhHans from './texts/zh-Hans.json' with { type: 'json' }

export const hotlineDrillTexts = { en, vi, 'zh-Hans': zhHans }
