import * as lists from '../../schema/code-lists.js';
import { ListMembership, ListSection, ModeBasis } from '../../schema/national-lists.js';
import { codeListEnum } from '../server/code-list-enum.js';
import { HandlingPlaceRule } from './handling-place-rule.js';
import { ItemCaveat } from './item-caveat.js';

export const ConfidenceEnum = codeListEnum(lists.Confidence);
export const HandlingModeEnum = codeListEnum(lists.HandlingMode);
export const HandlingPlaceRuleEnum = codeListEnum(HandlingPlaceRule);
export const ItemCaveatEnum = codeListEnum(ItemCaveat);
export const ListMembershipEnum = codeListEnum(ListMembership);
export const ListSectionEnum = codeListEnum(ListSection);
export const ModeBasisEnum = codeListEnum(ModeBasis);
export const ProvinceTypeEnum = codeListEnum(lists.ProvinceType);
export const ServiceObjectEnum = codeListEnum(lists.ServiceObject);
export const TaskTypeEnum = codeListEnum(lists.TaskType);
