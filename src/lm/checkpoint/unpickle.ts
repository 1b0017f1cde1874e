import { damaged, shown, unsafe, unsupported } from "./failure.ts";
import { opcodes } from "./pickle-opcodes.ts";
import { PickleReader } from "./pickle-reader.ts";

/** A Python list. A tuple is a plain array, a dictionary (ordered or not) a map. */
export class PickleList {
  readonly items: unknown[];

  constructor(items: unknown[]) {
    this.items = items;
  }
}

/** A global that may be called. What it returns stands for the object that Python would have made. */
export type PickleFunction = (callArguments: readonly unknown[]) => unknown;

/** What a pickle may name. */
export interface Admitted {
  /** By "module.name". Functions may be called, anything else only handed on. */
  readonly globals: ReadonlyMap<string, unknown>;
  /** Makes what a persistent id stands for. */
  persistent(id: unknown): unknown;
}

/**
 * Reads a pickle without Python's power to run anything: numbers, texts, lists, tuples, dictionaries, and the few globals that
 * are admitted. Any other global is an error, whether it is called or only named. Time and memory are proportional to the
 * pickle's length.
 *
 * Attributes that a pickle sets on a dictionary are dropped: PyTorch keeps the versions of modules there.
 *
 * @param file how sentences call the file.
 */
export function unpickle(bytes: Uint8Array, options: { file: string; admitted: Admitted }): unknown {
  return new Unpickler(bytes, options.file, options.admitted).run();
}

class Unpickler {
  readonly #reader: PickleReader;
  readonly #file: string;
  readonly #admitted: Admitted;
  readonly #stack: unknown[] = [];
  readonly #marks: number[] = [];
  readonly #memo = new Map<number, unknown>();

  constructor(bytes: Uint8Array, file: string, admitted: Admitted) {
    this.#reader = new PickleReader(file, bytes);
    this.#file = file;
    this.#admitted = admitted;
  }

  run(): unknown {
    for (;;) {
      const position = this.#reader.position;
      const opcode = this.#reader.byte();
      if (opcode === opcodes.stop) return this.#pop();
      if (!(this.#pushScalar(opcode) || this.#changeStack(opcode) || this.#build(opcode))) throw unsupported(this.#file, `has a pickle with the instruction 0x${opcode.toString(16)} at byte ${position}, which tensors have no need of`, "Save the model again: torch.save(model.state_dict(), \"pytorch_model.bin\").");
    }
  }

  #pushScalar(opcode: number): boolean {
    const reader = this.#reader;
    switch (opcode) {
      case opcodes.none:
        return this.#push(null);
      case opcodes.newTrue:
        return this.#push(true);
      case opcodes.newFalse:
        return this.#push(false);
      case opcodes.binInt:
        return this.#push(reader.signed32());
      case opcodes.binInt1:
        return this.#push(reader.byte());
      case opcodes.binInt2:
        return this.#push(reader.unsigned16());
      case opcodes.long1:
        return this.#push(reader.integer(reader.byte()));
      case opcodes.binFloat:
        return this.#push(reader.double());
      case opcodes.shortBinUnicode:
        return this.#push(reader.text(reader.byte()));
      case opcodes.binUnicode:
        return this.#push(reader.text(reader.unsigned32()));
      case opcodes.binUnicode8:
        return this.#push(reader.text(reader.unsigned64()));
      default:
        return false;
    }
  }

  #changeStack(opcode: number): boolean {
    const reader = this.#reader;
    switch (opcode) {
      case opcodes.protocol:
        this.#checkProtocol(reader.byte());
        return true;
      case opcodes.frame:
        reader.unsigned64();
        return true;
      case opcodes.mark:
        this.#marks.push(this.#stack.length);
        return true;
      case opcodes.pop:
        this.#pop();
        return true;
      case opcodes.popMark:
        this.#popToMark();
        return true;
      case opcodes.binPut:
        return this.#remember(reader.byte());
      case opcodes.longBinPut:
        return this.#remember(reader.unsigned32());
      case opcodes.memoize:
        return this.#remember(this.#memo.size);
      case opcodes.binGet:
        return this.#recall(reader.byte());
      case opcodes.longBinGet:
        return this.#recall(reader.unsigned32());
      default:
        return false;
    }
  }

  #build(opcode: number): boolean {
    switch (opcode) {
      case opcodes.emptyTuple:
        return this.#push([]);
      case opcodes.tuple1:
        return this.#push(this.#popMany(1));
      case opcodes.tuple2:
        return this.#push(this.#popMany(2));
      case opcodes.tuple3:
        return this.#push(this.#popMany(3));
      case opcodes.tuple:
        return this.#push(this.#popToMark());
      case opcodes.emptyList:
        return this.#push(new PickleList([]));
      case opcodes.list:
        return this.#push(new PickleList(this.#popToMark()));
      case opcodes.append:
        return this.#append(this.#popMany(1));
      case opcodes.appends:
        return this.#append(this.#popToMark());
      case opcodes.emptyDictionary:
        return this.#push(new Map());
      case opcodes.dictionary:
        return this.#setItems(this.#popToMark(), new Map());
      case opcodes.setItem:
        return this.#setItems(this.#popMany(2));
      case opcodes.setItems:
        return this.#setItems(this.#popToMark());
      case opcodes.global:
        return this.#push(this.#find(this.#reader.line(), this.#reader.line()));
      case opcodes.stackGlobal: {
        const [module, name] = this.#popMany(2);
        return this.#push(this.#find(module, name));
      }
      case opcodes.reduce:
        return this.#call();
      case opcodes.binPersistentId:
        return this.#push(this.#admitted.persistent(this.#pop()));
      case opcodes.build:
        return this.#dropAttributes();
      default:
        return false;
    }
  }

  #checkProtocol(version: number): void {
    if (version > 5) throw unsupported(this.#file, `has a pickle of protocol ${version}, which is newer than 5`, "Save the model again with pickle_protocol=2.");
  }

  #find(module: unknown, name: unknown): unknown {
    if (typeof module !== "string" || typeof name !== "string") throw damaged(this.#file, "its pickle names a global by something that is no text");
    const key = `${module}.${name}`;
    const found = this.#admitted.globals.get(key);
    if (found === undefined) throw unsafe(this.#file, `names the Python global ${shown(key)}, which is no tensor, storage or dictionary, so it was not read`, "A pickle can run any program: ask the author for model.safetensors, or for a file of torch.save(model.state_dict()).");
    return found;
  }

  #call(): true {
    const [callee, callArguments] = this.#popMany(2);
    if (typeof callee !== "function" || !Array.isArray(callArguments)) throw damaged(this.#file, "its pickle calls something that is no function");
    return this.#push((callee as PickleFunction)(callArguments));
  }

  #dropAttributes(): true {
    const [target, state] = this.#popMany(2);
    if (!(target instanceof Map) || !(state instanceof Map)) throw damaged(this.#file, "its pickle sets attributes of something that is no dictionary");
    return this.#push(target);
  }

  #append(items: readonly unknown[]): true {
    const list = this.#stack.at(-1);
    if (this.#stack.length <= this.#floor() || !(list instanceof PickleList)) throw damaged(this.#file, "its pickle appends to something that is no list");
    for (const item of items) list.items.push(item);
    return true;
  }

  #setItems(items: readonly unknown[], fresh?: Map<unknown, unknown>): true {
    if (fresh !== undefined) this.#push(fresh);
    const dictionary = this.#stack.at(-1);
    if (this.#stack.length <= this.#floor() || !(dictionary instanceof Map) || items.length % 2 !== 0) throw damaged(this.#file, "its pickle fills something that is no dictionary");
    for (let index = 0; index < items.length; index += 2) {
      if (dictionary.has(items[index])) throw damaged(this.#file, `its pickle has the key ${shown(items[index])} twice`);
      dictionary.set(items[index], items[index + 1]);
    }
    return true;
  }

  #remember(key: number): true {
    const value = this.#pop();
    this.#memo.set(key, value);
    return this.#push(value);
  }

  #recall(key: number): true {
    if (!this.#memo.has(key)) throw damaged(this.#file, "its pickle refers to a value that it did not keep");
    return this.#push(this.#memo.get(key));
  }

  #push(value: unknown): true {
    this.#stack.push(value);
    return true;
  }

  #pop(): unknown {
    return this.#popMany(1)[0];
  }

  #popMany(count: number): unknown[] {
    if (this.#stack.length - count < this.#floor()) throw damaged(this.#file, "its pickle takes a value where there is none");
    return this.#stack.splice(this.#stack.length - count);
  }

  #popToMark(): unknown[] {
    const mark = this.#marks.pop();
    if (mark === undefined) throw damaged(this.#file, "its pickle goes back to a mark that it did not set");
    return this.#stack.splice(mark);
  }

  /** Values below the last mark belong to what is being built around. */
  #floor(): number {
    return this.#marks.at(-1) ?? 0;
  }
}
