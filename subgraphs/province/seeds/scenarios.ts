import type { ScenarioRecord } from '../catalogue/index.js';
import { entryFor } from './by-prefix.js';

interface Change {
  readonly needs?: readonly string[];
  readonly without?: readonly string[];
}

const scenario = (
  code: string,
  [nameZh, nameEn]: readonly [string, string],
  { needs = [], without = [] }: Change,
): ScenarioRecord => ({ code, nameZh, nameEn, needs, without });

const consent = '监护人同意书';
const guardian = '监护人身份证明';
const marriage = '结婚证';
const dismissal = '终止或者解除劳动关系证明';
const stay = '居住证或者转诊证明';

/** By the beginning of an item's code. Synthetic: plausible situations, taken from no list of an authority. */
const scenarios: Readonly<Record<string, readonly ScenarioRecord[]>> = {
  nia: [
    scenario('ADULT', ['年满16周岁', 'aged 16 or older'], { without: [consent] }),
    scenario('MINOR', ['未满16周岁', 'younger than 16'], { needs: [consent] }),
  ],
  'mps-idcard-first': [
    scenario('AGED_16', ['年满16周岁', 'aged 16 or older'], { without: [guardian] }),
    scenario('MINOR', ['未满16周岁，由监护人代为申领', 'younger than 16, a guardian applies'], { needs: [guardian] }),
  ],
  'mps-newborn-hukou': [
    scenario('MARRIED', ['父母已婚', 'parents married'], { needs: [marriage] }),
    scenario('UNMARRIED', ['父母未婚', 'parents not married'], { without: [marriage] }),
  ],
  'mps-driver-licence-first': [
    scenario('HUKOU_HERE', ['户籍地申领', 'where one is registered'], { without: ['居住证'] }),
    scenario('RESIDENCE', ['居住地申领', 'where one lives'], { needs: ['居住证'] }),
  ],
  'mohrss-sscard-replace': [
    scenario('DAMAGED', ['卡片损坏', 'card damaged'], { needs: ['原社会保障卡'] }),
    scenario('LOST', ['卡片遗失', 'card lost'], { without: ['原社会保障卡'] }),
  ],
  'mohrss-personnel-file-transfer': [
    scenario('LEFT_EMPLOYER', ['与原单位终止劳动关系', 'has left an employer'], { needs: [dismissal] }),
    scenario('GRADUATE', ['高校毕业生', 'graduate'], { without: [dismissal] }),
  ],
  'nhsa-remote-settlement-filing': [
    scenario('LONG_TERM', ['异地长期居住', 'lives elsewhere'], { needs: [stay] }),
    scenario('REFERRAL', ['转诊就医', 'referred elsewhere'], { needs: [stay] }),
    scenario('EMERGENCY', ['异地急诊抢救', 'emergency elsewhere'], { without: [stay] }),
  ],
  'mohurd-hpf-withdraw-purchase': [
    scenario('NEW_HOME', ['购买新建商品住房', 'a new home'], { without: ['不动产权证书'] }),
    scenario('SECOND_HAND', ['购买存量住房', 'a second-hand home'], { needs: ['不动产权证书'] }),
  ],
  'mohurd-hpf-withdraw-rent': [
    scenario('PUBLIC_RENTAL', ['租住公共租赁住房', 'rents public housing'], { needs: ['房屋租赁合同'] }),
    scenario('MARKET_RENTAL', ['租住商品住房', 'rents on the market'], { without: ['房屋租赁合同'] }),
  ],
  'samr-enterprise-change': [
    scenario('RESOLUTION', ['变更须经股东会决议', 'needs a resolution of the shareholders'], { needs: ['股东会决议'] }),
    scenario('NO_RESOLUTION', ['变更无须股东会决议', 'needs no resolution'], { without: ['股东会决议'] }),
  ],
  'mot-oversize-transport-permit': [
    scenario('ESCORTED', ['达到须护送的限值', 'so large that it is escorted'], { needs: ['护送方案'] }),
    scenario('PLAIN', ['未达到须护送的限值', 'below the limits for an escort'], { without: ['护送方案'] }),
  ],
};

/** The scenarios of an item; none for most. */
export function scenariosOf(itemCode: string): readonly ScenarioRecord[] {
  return entryFor(scenarios, itemCode) ?? [];
}
