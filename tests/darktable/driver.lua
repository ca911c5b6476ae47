-- Runs in darktable next to the panel: executes the chunks that a test writes, and tells results.
-- TO_DRIVE is the folder of the chunks. The globals of `given` are those of a chunk.
local dt = require "darktable"
local folder <const> = assert(os.getenv("TO_DRIVE"))

local function encode(value)
  if type(value) == "string" then
    return '"' .. value:gsub('[%c"\\]', function(c) return ("\\u%04x"):format(c:byte()) end) .. '"'
  elseif type(value) == "table" then
    local parts = {}
    if #value > 0 then
      for i, each in ipairs(value) do parts[i] = encode(each) end
      return "[" .. table.concat(parts, ",") .. "]"
    end
    for key, each in pairs(value) do
      parts[#parts + 1] = encode(tostring(key)) .. ":" .. encode(each)
    end
    return "{" .. table.concat(parts, ",") .. "}"
  end
  if value == nil then return "null" end
  return tostring(value)
end

local given = setmetatable({dt = dt}, {__index = _G})

-- Takes the panel's own table, which the script keeps to itself, from one of its functions.
function given.watch(script)
  given.script = script
  for i = 1, 255 do
    local name, value = debug.getupvalue(script.destroy, i)
    if name == "panel" then given.panel = value end
    if not name then return end
  end
end

-- The images by file name; a duplicate has its number behind a “#”.
function given.images()
  local found = {}
  for _i, image in ipairs(dt.database) do
    local number = image.duplicate_index
    found[image.filename .. (number > 0 and "#" .. number or "")] = image
  end
  return found
end

function given.select(...)
  local by_name, chosen = given.images(), {}
  for i, name in ipairs{...} do chosen[i] = assert(by_name[name], name) end
  dt.gui.selection(chosen)
end

-- Whether these images are selected, and no other.
function given.is_selected(...)
  local by_name, wanted, count = given.images(), {}, 0
  for _i, name in ipairs{...} do
    wanted[by_name[name].id] = true
    count = count + 1
  end
  local chosen = dt.gui.selection()
  for _i, image in ipairs(chosen) do
    if not wanted[image.id] then return false end
  end
  return #chosen == count
end

-- Whether the panel shows the records of the images with these names, and does nothing else.
function given.is_showing(...)
  local panel, wanted, count = given.panel, {}, 0
  if not panel or not panel.fields or panel.is_busy or panel.shown ~= panel.wanted then
    return false
  end
  for _i, name in ipairs{...} do
    name = name:gsub("#%d+$", "")
    if not wanted[name] then count = count + 1 end
    wanted[name] = true
  end
  for _i, file in ipairs(panel.files) do
    if not wanted[file:match("[^/]+$")] then return false end
  end
  return #panel.files == count
end

function given.in_one_line(label)
  return (label:gsub("\n", " "))
end

function given.shown()
  local panel = given.panel
  if not panel or not panel.state then return {} end
  local told = {
    texts = {}, placeholders = {}, headings = {}, menu = {},
    state = given.in_one_line(panel.state.label), message = given.in_one_line(panel.message.label),
    apply = panel.apply.label,
  }
  for name, entry in pairs(panel.entries) do
    told.texts[name], told.placeholders[name] = entry.text, entry.placeholder
    told.headings[name] = panel.headings[name].label
  end
  for i = 1, #panel.value do told.menu[i] = panel.value[i] end
  return told
end

local function work()
  local number = 1
  dt.control.sleep(1000)  -- as the panel: until the main loop runs
  while not dt.control.ending do
    local name = ("%s/%d.lua"):format(folder, number)
    local file = io.open(name)
    if file then
      local code = file:read("a")
      file:close()
      local chunk, problem = load(code, "=step", "t", given)
      local ok, result = false, problem
      if chunk then ok, result = pcall(chunk) end
      if not ok then result = tostring(result) end
      local out = assert(io.open(name .. ".part", "w"))
      out:write(encode{ok = ok, result = result == nil and "" or {result}})
      out:close()
      os.rename(name .. ".part", name .. ".json")
      number = number + 1
    else
      dt.control.sleep(20)
    end
  end
end

-- The last line of luarc.
function given.begin()
  dt.control.dispatch(work)
end

return given
