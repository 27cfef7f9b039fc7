// What a test file imports as @jest/globals, which itself exists in Jest's module registry only.
import { heldGlobals } from './hold-globals.mjs';

export const { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, test } = heldGlobals();
