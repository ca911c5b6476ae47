--[[
  exifilm.lua - the exposure records of film photographs, in darktable's lighttable

  This program is free software: you can redistribute it and/or modify
  it under the terms of the GNU General Public License as published by
  the Free Software Foundation, either version 3 of the License, or
  (at your option) any later version.

  This program is distributed in the hope that it will be useful,
  but WITHOUT ANY WARRANTY; without even the implied warranty of
  MERCHANTABILITY or FITNESS FOR A PARTICULAR PURPOSE.  See the
  GNU General Public License for more details.

  You should have received a copy of the GNU General Public License
  along with this program.  If not, see <http://www.gnu.org/licenses/>.
]]

--[[
  DESCRIPTION
    exifilm.lua - the exposure records of film photographs

    The panel "exposure record" shows film, exposure and development of the
    selected scans, and writes what you change into all of them. ExiFilm keeps
    the record in the scan itself, or in its sidecar. After a save, darktable
    shows it too: title, notes, the fields of EXIF, and tags such as
    film|stock|Kodak Tri-X 320, by which it filters and collects.

  USAGE
    * run "exifilm install darktable", or require this script from luarc,
      or start it with the script manager
    * select images in the lighttable and open the panel "exposure record"
    * type as on paper (f/22½, 1m30s, N+1) and press "apply"
    * "suggestions for" a field are its values in these images and in their
      folder; the menu "take" types one of them, or empties the field in all
    * preferences > lua options: the path of the program, and the fields
    * shortcuts can be set for each button of the panel

  ADDITIONAL SOFTWARE NEEDED
    * exifilm

  LIMITATIONS
    * another choice of fields is shown when darktable starts again
    * the records are read while the panel is closed too, because darktable
      does not tell a script which of its panels are open
    * darktable does not tell a script that somebody types either: the marks
      at the fields appear when the pointer is over the images again
    * a raw keeps the exposure of the camera that copied the film, because
      darktable needs it to develop the raw
    * an entry has no key of its own to apply: set a shortcut such as F9 for it,
      which works while you type
    * a quit in the very moment in which the panel calls the window can still
      keep darktable from ending: only a call after that moment is held back

  CHANGES
    * 20261130 - first version
]]

local dt = require "darktable"

local MODULE <const> = "exifilm"
local LOWEST_API <const> = 9
local PROTOCOL <const> = 1

-- translation

dt.gettext.bindtextdomain(MODULE, dt.configuration.config_dir .. "/lua/locale/")

local function _(text)
  return dt.gettext.dgettext(MODULE, text)
end

local function n_(one, many, number)
  return string.format(dt.gettext.dngettext(MODULE, one, many, number), number)
end

if dt.configuration.api_version_major < LOWEST_API then
  dt.print(_("exposure record: this script needs darktable 4.2 or newer"))
  error("exifilm: Lua API 9.0.0 or newer is needed", 0)
end

-- return data structure for script_manager

local script_data = {}

script_data.metadata = {
  name = _("exposure record"),
  purpose = _("film, exposure and development of scans"),
  author = "ExiFilm",
  help = ""
}

local WINDOWS <const> = dt.configuration.running_os == "windows"
local PS <const> = WINDOWS and "\\" or "/"
local PAUSE <const> = 200      -- ms between two looks at the progress, or at the entries
local SETTLED <const> = 150    -- ms without a new selection before the records are read
local AT_REST <const> = 1000  -- ms until darktable has started and its main loop runs
local MANY <const> = 20        -- more files than this show a progress bar while they are read
local LINE <const> = 28        -- characters of a line of the message
local MOST_OFFERED <const> = 30
local POSITION <const> = 1000  -- at the top, so that it needs no scrolling on a small screen
local NEW_LINE <const> = "⏎"   -- stands for a line's end in an entry
local TYPED <const> = "● "     -- marks what is typed and not applied

-- the tags that the panel attaches and detaches; all other tags are the user's
local TAG_ROOTS <const> = {"film|stock|", "film|format|", "film|developer|"}

-- metadata of our own, which `exifilm install darktable` adds to darktable 5.4 and newer
local CUSTOM <const> = {
  film = "Film", format = "FilmFormat", developer = "Developer", holder = "Holder",
}

-- a field of the answer's "shown", and the property of an image that shows it
local SHOWN_AS <const> = {
  iso = "exif_iso", aperture = "exif_aperture", exposure = "exif_exposure",
  focal_length = "exif_focal_length", lens = "exif_lens", maker = "exif_maker",
  model = "exif_model", taken = "exif_datetime_taken",
}

local panel = {
  entries = {},      -- by field: the entry
  headings = {},     -- by field: the label above it
  offered = {},      -- by field: its values of the images and of their folder, for the menu
  as_read = {},      -- by field: the text that was put into the entry; another one was typed
  labels = {},       -- by widget: its label
  emptied = {},      -- by field: true if the field is to be emptied although its values differ
  files = {},        -- the files whose records are shown, each once
  by_file = {},      -- by file: its images
  count = 0,         -- the number of those images
  displayed = {},    -- by file: what darktable displays of its record
  wanted = 1,        -- counts the selections
  shown = 0,         -- the selection that is shown
  is_busy = false,   -- whether something is being done
  waiting = {},      -- what is to be done, in its order
}

local complain, enqueue, refresh  -- functions of all sections

-- darktable's window -------------------------------------------------------------------------

-- A call that touches the window waits for darktable's main loop. One that begins after that loop
-- has ended never returns, and darktable never ends. So each call looks first.
local function expect_window()
  if dt.control.ending then error("darktable is ending", 0) end
end

local real = setmetatable({}, {__mode = "k"})  -- by widget of the panel: darktable's own

local CAREFUL <const> = {
  __index = function(widget, key)
    expect_window()
    return real[widget][key]
  end,
  __newindex = function(widget, key, value)
    expect_window()
    real[widget][key] = real[value] or value
  end,
  __len = function(widget)
    expect_window()
    return #real[widget]
  end,
}

-- A widget of darktable that can be used even while darktable ends: then it is an error.
local function new_widget(kind, properties)
  for i, child in ipairs(properties) do properties[i] = real[child] end
  expect_window()
  local widget = setmetatable({}, CAREFUL)
  real[widget] = dt.new_widget(kind)(properties)
  return widget
end

local function set_visible(on)
  expect_window()
  dt.gui.libs[MODULE].visible = on
end

local function selected_images()
  expect_window()
  return dt.gui.selection()
end

-- JSON: darktable's Lua has none -------------------------------------------------------------

local json = {}

local ESCAPES <const> = {
  ['"'] = '"', ["\\"] = "\\", ["/"] = "/", b = "\b", f = "\f", n = "\n", r = "\r", t = "\t",
}
local WORDS <const> = {{"true", true}, {"false", false}, {"null", nil}}

local function malformed(place, what)
  error(string.format("JSON at byte %d: %s", place, what), 0)
end

local function after_space(text, place)
  return text:find("[^ \t\r\n]", place) or #text + 1
end

local function decode_escape(text, place)
  local letter = text:sub(place + 1, place + 1)
  if letter ~= "u" then
    return ESCAPES[letter] or malformed(place, "unknown escape"), place + 2
  end
  local code = tonumber(text:match("^%x%x%x%x", place + 2) or malformed(place, "wrong \\u"), 16)
  place = place + 6
  local low = text:match("^\\u([dD][c-fC-F]%x%x)", place)
  if code >= 0xD800 and code < 0xDC00 and low then
    code = 0x10000 + (code - 0xD800) * 0x400 + (tonumber(low, 16) - 0xDC00)
    place = place + 6
  end
  return utf8.char(code), place
end

local function decode_text(text, place)
  local parts = {}
  place = place + 1
  while true do
    local run = text:match('^[^"\\]+', place)
    if run then
      parts[#parts + 1] = run
      place = place + #run
    end
    local sign = text:sub(place, place)
    if sign == '"' then return table.concat(parts), place + 1 end
    if sign == "" then malformed(place, "a text without an end") end
    parts[#parts + 1], place = decode_escape(text, place)
  end
end

local decode_value

local function decode_container(text, place)
  local is_object = text:sub(place, place) == "{"
  local close = is_object and "}" or "]"
  local found, count = {}, 0
  place = after_space(text, place + 1)
  if text:sub(place, place) == close then return found, place + 1 end
  while true do
    local key, value
    if is_object then
      if text:sub(place, place) ~= '"' then malformed(place, "a key is missing") end
      key, place = decode_text(text, place)
      place = after_space(text, place)
      if text:sub(place, place) ~= ":" then malformed(place, "“:” is missing") end
      place = place + 1
    else
      count = count + 1
      key = count
    end
    value, place = decode_value(text, place)
    found[key] = value
    place = after_space(text, place)
    local sign = text:sub(place, place)
    if sign == close then return found, place + 1 end
    if sign ~= "," then malformed(place, "“,” is missing") end
    place = after_space(text, place + 1)
  end
end

function decode_value(text, place)
  place = after_space(text, place)
  local sign = text:sub(place, place)
  if sign == '"' then return decode_text(text, place) end
  if sign == "{" or sign == "[" then return decode_container(text, place) end
  for _i, word in ipairs(WORDS) do
    if text:sub(place, place + #word[1] - 1) == word[1] then return word[2], place + #word[1] end
  end
  local number = text:match("^-?%d+%.?%d*[eE]?[+-]?%d*", place)
  if not number then malformed(place, "a value is missing") end
  return tonumber(number), place + #number
end

-- The value of a JSON text. A null is nil, so it leaves no trace in an object.
function json.decode(text)
  local value, place = decode_value(text, 1)
  if after_space(text, place) <= #text then malformed(place, "more follows") end
  return value
end

-- A value as JSON: a table with `is_list` is a list, any other an object.
function json.encode(value)
  if type(value) == "string" then
    local safe = value:gsub('[%c"\\\127]', function(sign)
      return string.format("\\u%04x", sign:byte())
    end)
    return '"' .. safe .. '"'
  end
  if type(value) ~= "table" then return tostring(value) end
  local parts = {}
  if value.is_list then
    for i, each in ipairs(value) do parts[i] = json.encode(each) end
    return "[" .. table.concat(parts, ",") .. "]"
  end
  for key, each in pairs(value) do
    parts[#parts + 1] = json.encode(key) .. ":" .. json.encode(each)
  end
  return "{" .. table.concat(parts, ",") .. "}"
end

-- files --------------------------------------------------------------------------------------

local function read_file(path)
  local file = io.open(path, "rb")
  if not file then return nil end
  local content = file:read("a")
  file:close()
  return content
end

local function write_file(path, content)
  local file, reason = io.open(path, "wb")
  if not file then error(string.format(_("cannot write %s"), reason), 0) end
  file:write(content)
  file:close()
end

-- A path as one word of the shell, in which no sign has a meaning; nil if there is no such word.
local function as_word(path)
  if path:find("%c") then return nil end
  if WINDOWS then
    return not path:find('["%%!^&|<>]') and '"' .. path .. '"' or nil
  end
  return "'" .. path:gsub("'", "'\\''") .. "'"
end

-- The program ---------------------------------------------------------------------------------

local FOLDER <const> = dt.configuration.cache_dir .. PS .. MODULE
local SESSION <const> = string.format("%x-%x", os.time(), math.random(0x7fffffff))
local asked = 0

local function make_folder()
  local word = as_word(FOLDER)
  if not word then
    error(string.format(_("the name of darktable's cache folder has odd characters: %s"), FOLDER), 0)
  end
  if WINDOWS then
    dt.control.execute("if not exist " .. word .. " mkdir " .. word)
  else
    dt.control.execute("mkdir -p -m 700 " .. word)
  end
end

-- The path of a new file in the folder that only this user can read. Its name is plain.
local function new_path(kind)
  if asked == 0 then make_folder() end
  asked = asked + 1
  return FOLDER .. PS .. string.format("%s-%s-%d.json", kind, SESSION, asked)
end

local function program()
  local path = dt.preferences.read(MODULE, "program", "file")
  if path == nil or path == "" then path = MODULE end
  local word = as_word(path)
  if not word then
    error(string.format(_("the path of the program has odd characters: %s"), path), 0)
  end
  return word, path
end

-- Runs the program with these words: options, and paths of files of ours, never a value.
-- Returns its exit status and what it said last on standard error.
local function run(...)
  local word, path = program()
  local said = new_path("said")
  local words = {word}
  for _i, each in ipairs{...} do words[#words + 1] = as_word(each) end
  local command = table.concat(words, " ") .. " 2>" .. as_word(said)
  if WINDOWS then command = '"' .. command .. '"' end  -- cmd takes off the first and last quote
  local status = dt.control.execute(command)
  if not WINDOWS and status > 255 then status = status >> 8 end  -- a status of wait(2)
  local lines = read_file(said) or ""
  os.remove(said)
  if status == 127 or status == 126 or status == 9009 then
    error(string.format(_("%s was not found. Set the path of exifilm in preferences ▸ Lua options."),
      path), 0)
  end
  return status, lines:match("([^\n]+)\n*$") or ""
end

-- Shows the progress of an answer in the job until the job ends.
local function follow(job, answer)
  while job.valid do
    local done, total = (read_file(answer .. ".progress") or ""):match("(%d+) (%d+)")
    if done and job.valid then job.percent = tonumber(done) / math.max(1, tonumber(total)) end
    dt.control.sleep(PAUSE)
  end
end

-- Ends the request once it is overtaken by another selection.
local function watch_overtaken(answer, is_overtaken, state)
  while not state.done do
    if is_overtaken() then
      write_file(answer .. ".cancel", "")
      return
    end
    dt.control.sleep(PAUSE)
  end
end

-- The program's answer to a request. `message` shows a job, which the user can cancel.
local function exchange(request, message, is_overtaken)
  local question, answer = new_path("request"), new_path("answer")
  request.exifilm = PROTOCOL
  write_file(question, json.encode(request))
  local state, job = {}, nil
  if message then
    job = dt.gui.create_job(message, true, function() write_file(answer .. ".cancel", "") end)
    dt.control.dispatch(follow, job, answer)
  end
  if is_overtaken then dt.control.dispatch(watch_overtaken, answer, is_overtaken, state) end
  local ok, status, said = pcall(run, "exchange", question, answer)
  state.done = true
  if job and job.valid and not dt.control.ending then job.valid = false end
  local content = read_file(answer)
  for _i, path in ipairs{question, answer, answer .. ".progress", answer .. ".cancel"} do
    os.remove(path)
  end
  if not ok then error(status, 0) end
  if not content then
    error(string.format(_("exifilm ended with status %d: %s"), status, said), 0)
  end
  return json.decode(content)
end

-- images and files ---------------------------------------------------------------------------

-- The files of images, each once, and by file its images: duplicates are one scan.
-- JSON cannot name a file whose name is not UTF-8; `odd` are the problems of those.
local function files_of(images)
  local files, by_file, odd = {is_list = true}, {}, {}
  for _i, image in ipairs(images) do
    local file = image.path .. PS .. image.filename
    if by_file[file] then
      table.insert(by_file[file], image)
    elseif utf8.len(file) then
      by_file[file] = {image}
      files[#files + 1] = file
    else
      odd[#odd + 1] = {
        file = file:gsub("[\128-\255]", "?"), message = _("its file name is not UTF-8. Rename it."),
      }
    end
  end
  return files, by_file, odd
end

local function with_odd(answer, odd)
  for _i, problem in ipairs(odd) do table.insert(answer.problems, problem) end
end

local function base_name(file)
  return file:match("[^/\\]+$") or file
end

-- what darktable shows of a record -----------------------------------------------------------

local function differs(now, new)
  if type(new) == "number" then return math.abs((tonumber(now) or 0) - new) > 1e-4 * math.abs(new) end
  return now ~= new
end

-- Sets a property of an image, unless it has that value: darktable writes each change to its
-- library, and most of them to the sidecar.
local function put(image, property, value)
  if differs(image[property], value) then image[property] = value end
end

local function begins(text, start)
  return text:sub(1, #start) == start
end

local function put_tags(image, wanted)
  local missing = {}
  for _i, name in ipairs(wanted) do missing[name] = true end
  for _i, tag in ipairs(dt.tags.get_tags(image)) do
    if missing[tag.name] then
      missing[tag.name] = nil
    else
      for _j, root in ipairs(TAG_ROOTS) do
        if begins(tag.name, root) then image:detach_tag(tag) end
      end
    end
  end
  for name in pairs(missing) do image:attach_tag(dt.tags.create(name)) end
end

-- An image has these properties only if darktable's list of metadata does.
local function put_custom(image, custom, before)
  for name, property in pairs(CUSTOM) do
    local value = custom[name] or (before[name] and "")
    if value then pcall(put, image, property, value) end
  end
end

-- Shows a record in darktable's own fields. `before` is what was shown of it earlier, so that
-- a field that the record no longer has is emptied. Returns whether the notes stayed as they were.
local function show_in_darktable(image, now, before)
  for name, property in pairs(SHOWN_AS) do
    local value = now[name]
    if value == nil and before[name] ~= nil and not differs(image[property], before[name]) then
      value = type(before[name]) == "number" and 0 or ""
    end
    -- a raw's own values are the copy camera's: noise profile and lens correction need them
    local is_free = not image.is_raw or image[property] == 0 or image[property] == ""
      or (before[name] ~= nil and not differs(image[property], before[name]))
    if value ~= nil and is_free then put(image, property, value) end
  end
  local title = now.title or (before.title and "")
  if title then put(image, "title", title) end
  put_tags(image, now.tags or {})
  put_custom(image, now.custom or {}, before.custom or {})
  local notes = now.notes or (before.notes and "")
  if not notes or image.notes == notes then return false end
  if image.notes ~= "" and image.notes ~= before.notes then return true end
  image.notes = notes
  return false
end

-- Shows the records of an answer in darktable; the number of images whose notes stayed.
local function show_all(answer, by_file)
  local stayed = 0
  for _i, scan in ipairs(answer.scans) do
    for _j, file in ipairs(scan.files) do
      for _k, image in ipairs(by_file[file] or {}) do
        if show_in_darktable(image, scan.shown or {}, panel.displayed[file] or {}) then
          stayed = stayed + 1
        end
      end
      panel.displayed[file] = scan.shown
    end
  end
  return stayed
end

-- words --------------------------------------------------------------------------------------

-- The text in lines that fit into the panel, because a label does not break its lines.
local function wrapped(text)
  local lines, line = {}, ""
  for word in text:gmatch("%S+") do
    if line ~= "" and utf8.len(line .. word) + 1 > LINE then
      lines[#lines + 1] = line
      line = word
    else
      line = line == "" and word or line .. " " .. word
    end
  end
  lines[#lines + 1] = line
  return table.concat(lines, "\n")
end

local function say(text, details)
  panel.said_at = panel.wanted
  panel.message.label = wrapped(text)
  panel.message.tooltip = details or text
  panel.message.visible = text ~= ""
end

function complain(problem)
  local text = tostring(problem)
  dt.print_error(MODULE .. ": " .. text)
  if text ~= panel.complaint then dt.print(text) end
  panel.complaint = text
  say(text)
end

local function problem_words(problem)
  local text = problem.file and base_name(problem.file) .. ": " .. problem.message or problem.message
  return problem.hint and text .. " " .. problem.hint or text
end

-- The first problem, and how many more there are; all of them for the tooltip.
local function problems_in_words(problems)
  if #problems == 0 then return nil end
  local all = {}
  for i, problem in ipairs(problems) do all[i] = problem_words(problem) end
  local first = all[1]
  if #all > 1 then
    first = first .. " " .. n_("(and %d more problem)", "(and %d more problems)", #all - 1)
  end
  return first, table.concat(all, "\n")
end

-- the entries --------------------------------------------------------------------------------

local function in_entry(field, text)
  return field.lines and text:gsub("\r?\n", NEW_LINE) or text
end

local function from_entry(field, text)
  return field.lines and text:gsub(NEW_LINE, "\n") or text
end

-- The values that were typed or chosen and are not applied, by field; nil if there are none.
local function typed()
  local values
  for _i, field in ipairs(panel.fields or {}) do
    local name = field.name
    local text = panel.entries[name].text
    if text ~= "" then panel.emptied[name] = nil end
    if text ~= panel.as_read[name] or panel.emptied[name] then
      values = values or {}
      values[name] = from_entry(field, text)
    end
  end
  return values
end

local function enable(on)
  for _i, field in ipairs(panel.fields or {}) do
    panel.entries[field.name].sensitive = on
  end
  for _i, name in ipairs{"copy", "paste", "edit", "print", "display", "value_of", "value"} do
    panel[name].sensitive = on
  end
end

local function set_label(widget, text)
  if panel.labels[widget] ~= text then
    panel.labels[widget] = text
    widget.label = text
  end
end

-- Marks the fields that are typed, and says what “apply” would do.
local function mark()
  local values = typed()
  for _i, field in ipairs(panel.fields) do
    local changed = values and values[field.name]
    set_label(panel.headings[field.name], (changed and TYPED or "") .. field.label)
  end
  local count = panel.count
  set_label(panel.apply,
    (values and TYPED or "") .. n_("apply to %d image", "apply to %d images", count))
  panel.apply.sensitive, panel.reset.sensitive = count > 0, true
  local state = count == 0 and _("select images to see their records")
    or count == 1 and base_name(panel.files[1])
    or n_("%d image", "%d images", count)
  if values and panel.wanted ~= panel.shown then
    state = wrapped(string.format(
      _("%s: typed, but not applied. Apply or reset to see the images selected now."), state))
  end
  set_label(panel.state, state)
  return values
end

-- What the menu offers for a field: to empty it in all images, and the values of these images
-- and of their folder.
local function offers_of(field, read)
  local items, seen = {}, {[""] = true}
  if (read.filled or 0) > 0 then
    items[1] = {label = _("‹empty in all images›"), empties = true}
  end
  local function add(text, label)
    if #items < MOST_OFFERED and not seen[text] then
      seen[text] = true
      items[#items + 1] = {text = in_entry(field, text), label = in_entry(field, label or text)}
    end
  end
  if read.mixed then
    for _i, value in ipairs(read.values or {}) do
      add(value.text, string.format("%s (%d×)", value.text, value.count))
    end
  end
  seen[read.text or ""] = true
  for _i, text in ipairs(read.suggestions or {}) do add(text) end
  return items
end

-- Fills the menu of values for the field that is chosen next to it.
local function fill_menu()
  local field = panel.fields[panel.value_of.selected]
  local menu = panel.value
  panel.in_menu = field and panel.offered[field.name] or {}
  for i = #menu, 1, -1 do menu[i] = nil end
  for i, item in ipairs(panel.in_menu) do menu[i] = item.label end
  menu.selected = 0
end

-- Somebody chose another field for the menu of values.
local function choose_field()
  local field = panel.fields and panel.fields[panel.value_of.selected]
  if not field then return end
  dt.preferences.write(MODULE, "value_of", "string", field.name)
  fill_menu()
end

-- Somebody chose a value: it is typed now, and “apply” writes it.
local function choose_value()
  local item = panel.in_menu and panel.in_menu[panel.value.selected]
  if not item then return end
  panel.value.selected = 0
  local name = panel.fields[panel.value_of.selected].name
  local entry = panel.entries[name]
  panel.emptied[name] = item.empties
  entry.text = item.text or ""
  entry.placeholder = item.empties and _("‹empty›") or ""
  mark()
end

-- Puts the answer's values into the entries, except where typed values are kept.
local function fill_in(answer, by_file, files, keep)
  local by_name = {}
  for _i, field in ipairs(answer and answer.fields or {}) do by_name[field.name] = field end
  panel.by_file, panel.files, panel.count = by_file, files, 0
  for _file, images in pairs(by_file) do panel.count = panel.count + #images end
  panel.emptied = {}
  for _i, declared in ipairs(panel.fields) do
    local name = declared.name
    local read = by_name[name] or {text = ""}
    local kept = keep and keep[name]
    local text = in_entry(declared, kept or read.text)
    panel.as_read[name] = not kept and text  -- false is no text, so what is kept counts as typed
    panel.entries[name].text = text
    panel.entries[name].placeholder = kept and _("‹empty›") or read.mixed and _("‹mixed›") or ""
    panel.offered[name] = offers_of(declared, read)
  end
  fill_menu()
  enable(#files > 0)
end

-- reading ------------------------------------------------------------------------------------

local function names_of_fields()
  local names = {is_list = true}
  for i, field in ipairs(panel.fields) do names[i] = field.name end
  return names
end

local function remember(answer)
  for _i, scan in ipairs(answer.scans or {}) do
    for _j, file in ipairs(scan.files) do
      panel.displayed[file] = panel.displayed[file] or scan.shown
    end
  end
end

local function show_nothing()
  fill_in(nil, {}, {})
end

-- Reads the records of the selection, and shows them in the entries.
local function read()
  local selection = panel.wanted
  panel.shown = selection
  local images = selected_images()
  local files, by_file, odd = files_of(images)
  if #files == 0 then
    show_nothing()
    if panel.said_at ~= selection then say("") end
    return
  end
  enable(false)
  set_label(panel.state,
    n_("reading the record of %d image", "reading the records of %d images", #images))
  local ok, answer = pcall(exchange,
    {["do"] = "read", files = files, fields = names_of_fields(), suggest = true},
    #files > MANY and _("reading exposure records") or nil,
    function() return panel.wanted ~= selection end)
  if dt.control.ending or panel.wanted ~= selection then return end  -- the newer one is next
  if not ok or answer.cancelled then
    show_nothing()  -- a part of the selection is nothing to apply to
    if not ok then error(answer, 0) end
    say(_("Reading was cancelled. Press “reset” to read again."))
    return
  end
  remember(answer)
  with_odd(answer, odd)
  fill_in(answer, by_file, files)
  local first, all = problems_in_words(answer.problems)
  if first or panel.said_at ~= selection then say(first or "", all) end
end

-- saving -------------------------------------------------------------------------------------

local function notes_in_words(stayed)
  return stayed > 0 and n_("%d image keeps its other notes in darktable",
    "%d images keep their other notes in darktable", stayed) or nil
end

local function result_in_words(answer, stayed)
  local words = {}
  if answer.saved > 0 then
    words[1] = n_("record of %d image saved", "records of %d images saved", answer.saved)
  end
  if answer.saved == 0 and answer.unchanged and answer.unchanged > 0 then
    words[1] = _("the records had these values already")
  end
  if answer.cancelled then
    words[#words + 1] = n_("cancelled: %d image is left", "cancelled: %d images are left", answer.left)
  end
  words[#words + 1] = notes_in_words(stayed)
  local first, all = problems_in_words(answer.problems)
  words[#words + 1] = first
  return table.concat(words, "; "), all
end

-- Writes what was typed to exactly the images that are shown.
local function apply()
  local values = typed()
  if not values then
    dt.print(_("exposure record: nothing was changed"))
    return
  end
  local by_file, files = panel.by_file, panel.files
  enable(false)
  panel.apply.sensitive, panel.reset.sensitive = false, false
  set_label(panel.state,
    n_("saving the record of %d image", "saving the records of %d images", panel.count))
  local ok, answer = pcall(exchange,
    {["do"] = "set", files = files, fields = names_of_fields(), values = values, suggest = true},
    _("saving exposure records"))
  if dt.control.ending then return end
  enable(true)
  if not ok then error(answer, 0) end
  local stayed = show_all(answer, by_file)
  local is_done = not answer.cancelled and #answer.problems == 0
  local text, all = result_in_words(answer, stayed)
  -- what is not saved everywhere stays typed, so that “apply” goes on with the rest
  if is_done or #answer.scans > 0 then
    fill_in(answer, by_file, files, not is_done and values or nil)
  end
  say(text, all)
  dt.print(text)
end

-- the other buttons --------------------------------------------------------------------------

local function reset()
  panel.emptied = {}
  for _i, field in ipairs(panel.fields) do
    panel.as_read[field.name] = panel.entries[field.name].text
  end
  panel.wanted = panel.wanted + 1
end

-- Keeps what the entries show, without the fields that count up from scan to scan.
local function copy()
  local copied, count = {}, 0
  for _i, field in ipairs(panel.fields) do
    local text = panel.entries[field.name].text
    if text ~= "" and not field.counts then
      copied[field.name] = text
      count = count + 1
    end
  end
  panel.copied = copied
  dt.print(n_("exposure record: %d field copied", "exposure record: %d fields copied", count))
end

-- Types what was copied; “apply” writes it.
local function paste()
  if not panel.copied then
    dt.print(_("exposure record: copy a record first"))
    return
  end
  if panel.count == 0 then
    dt.print(_("exposure record: select images first"))
    return
  end
  for name, text in pairs(panel.copied) do panel.entries[name].text = text end
  dt.print(_("exposure record: pasted; press “apply” to write it"))
end

-- Shows the records of these images in darktable's own fields.
local function display(images, is_asked)
  local files, by_file, odd = files_of(images)
  if #images == 0 then
    dt.print(_("exposure record: select images first"))
    return
  end
  local answer = {scans = {}, problems = {}, read = 0}
  if #files > 0 then
    answer = exchange({["do"] = "read", files = files},
      (is_asked or #files > MANY) and _("showing exposure records") or nil)
  end
  if dt.control.ending then return end
  with_odd(answer, odd)
  local stayed = show_all(answer, by_file)
  if not is_asked then return end
  local words = {
    n_("record of %d image shown in darktable", "records of %d images shown in darktable",
      answer.read),
    notes_in_words(stayed),
  }
  local first, all = problems_in_words(answer.problems)
  words[#words + 1] = first
  say(table.concat(words, "; "), all)
  dt.print(table.concat(words, "; "))
end

-- Opens ExiFilm's window on the selected images; afterwards shows what it saved.
local function open_window(is_printing)
  local images = selected_images()
  local files = files_of(images)
  if #files == 0 then
    dt.print(_("exposure record: select images first"))
    return
  end
  local list = new_path("files")
  write_file(list, json.encode(files))
  local ok, status, said = pcall(run, "edit", "--list", list, is_printing and "--print" or nil)
  os.remove(list)
  if not ok then error(status, 0) end
  if status ~= 0 then
    error(string.format(_("exifilm ended with status %d: %s"), status, said), 0)
  end
  if dt.control.ending then return end
  panel.wanted = panel.wanted + 1
  enqueue(function() display(images, false) end)
  enqueue(refresh)
end

-- one thing at a time -------------------------------------------------------------------------

-- A call that touches a widget waits for darktable's main loop. Once that has ended, such a call
-- never returns, and darktable never ends. So nothing here runs by itself, by the clock: each
-- action follows what the user did, and none begins when darktable is ending.

local load_fields

-- Does what is waiting, in its order; another thread may be at it already.
local function work()
  if panel.is_busy then return end
  panel.is_busy = true
  while #panel.waiting > 0 and not dt.control.ending do
    local ok, problem = pcall(table.remove(panel.waiting, 1))
    if not ok and not dt.control.ending then complain(problem) end
  end
  panel.is_busy = false
end

function enqueue(action)
  table.insert(panel.waiting, action)
  work()
end

-- Shows what is selected now, unless something is typed: that is held with its images.
function refresh()
  if not panel.fields then load_fields() end
  if dt.control.ending or dt.gui.current_view().id ~= "lighttable" then return end
  if not mark() and panel.wanted ~= panel.shown then
    read()
    if not dt.control.ending then mark() end
  end
end

-- A callback that does something with the entries, and then shows what is selected now.
local function with_entries(action)
  return function()
    enqueue(function()
      if not panel.fields then load_fields() end
      if dt.control.ending then return end
      action()
      if not dt.control.ending then refresh() end
    end)
  end
end

-- A callback that may take as long as it wants, next to the others.
local function aside(action, ...)
  local arguments = {...}
  return function()
    local ok, problem = pcall(action, table.unpack(arguments))
    if not ok and not dt.control.ending then complain(problem) end
  end
end

-- darktable tells each selection twice, and a sweep over many images is many selections.
local function on_selection()
  panel.wanted = panel.wanted + 1
  local selection = panel.wanted
  dt.control.sleep(SETTLED)
  if selection == panel.wanted and panel.is_running and not dt.control.ending then
    enqueue(refresh)
  end
end

-- No event tells that somebody types. When the pointer is over the images again, the panel looks.
local function on_hover()
  if panel.is_looking or panel.is_busy or panel.count == 0 then return end
  panel.is_looking = true
  mark()
  dt.control.sleep(PAUSE)
  panel.is_looking = false
end

-- the widgets --------------------------------------------------------------------------------

local ACTIONS <const> = {
  apply = with_entries(apply),
  reset = with_entries(reset),
  copy = with_entries(copy),
  paste = with_entries(paste),
  edit = aside(open_window, false),
  print = aside(open_window, true),
  display = function()
    enqueue(function() display(selected_images(), true) end)
  end,
}

local function box(orientation, children)
  children.orientation = orientation
  return new_widget("box", children)
end

local function button(name, label, tooltip)
  panel[name] = new_widget("button", {
    label = label, tooltip = tooltip, clicked_callback = ACTIONS[name], ellipsize = "end",
  })
  return panel[name]
end

-- The box of a field, as on the paper form: its label, and below it the entry. Nothing else in it
-- takes the focus, so that Tab goes from entry to entry: elsewhere typed letters are shortcuts.
-- Two entries side by side would make darktable's window wider than a screen of 1280 pixels.
local function cell(field)
  local name = field.name
  panel.entries[name] = new_widget("entry", {
    text = "", placeholder = "", editable = true, is_password = false, tooltip = field.help,
    sensitive = false,
  })
  panel.headings[name] = new_widget("label", {
    label = field.label, halign = "start", tooltip = field.help,
  })
  panel.offered[name], panel.as_read[name] = {}, ""
  return box("vertical", {panel.headings[name], panel.entries[name]})
end

-- The fields that the preference names, in the order of the form; else those for a panel.
local function chosen(declared)
  local wanted, rest = {}, {}
  for name in (dt.preferences.read(MODULE, "fields", "string") or ""):gmatch("[^,;]+") do
    name = name:match("^%s*(.-)%s*$"):lower()
    if name ~= "" then
      wanted[name] = true
      rest[#rest + 1] = name
    end
  end
  local fields = {}
  for _i, field in ipairs(declared) do
    local label = field.label:lower()
    local is_named = wanted[field.name] or wanted[label]
    wanted[field.name], wanted[label] = nil, nil
    if #rest == 0 and field.in_panels or is_named then fields[#fields + 1] = field end
  end
  local unknown = {}
  for _i, name in ipairs(rest) do
    if wanted[name] then unknown[#unknown + 1] = name end
  end
  return fields, unknown
end

-- Asks the program for the fields there are, and fills the panel with them.
function load_fields()
  local answer = exchange({["do"] = "list"})
  if dt.control.ending then return end
  local first = problems_in_words(answer.problems)
  if first then error(first, 0) end
  local fields, unknown = chosen(answer.fields)
  for i, field in ipairs(fields) do panel.rows[i] = cell(field) end
  panel.fields = fields
  local remembered = dt.preferences.read(MODULE, "value_of", "string")
  for i, field in ipairs(fields) do
    panel.value_of[i] = field.label
    if field.name == remembered then panel.value_of.selected = i end
  end
  fill_in(nil, {}, {})
  if #unknown > 0 then
    say(string.format(_("The preferences name fields that do not exist: %s"),
      table.concat(unknown, ", ")))
  end
end

local function make_widget()
  panel.state = new_widget("label", {
    label = _("select images to see their records"), halign = "start", ellipsize = "middle",
  })
  panel.message = new_widget("label", {
    label = "", halign = "start", visible = false, ellipsize = "end",
  })
  panel.rows = new_widget("box", {orientation = "vertical"})
  panel.value_of = new_widget("combobox", {
    label = _("suggestions for"), changed_callback = choose_field, sensitive = false,
    tooltip = _("the field whose suggestions the next menu has"),
  })
  panel.value = new_widget("combobox", {
    label = _("take"), changed_callback = choose_value, sensitive = false,
    tooltip = _("values of these images and of their folder; empties the field in all images"),
  })
  return new_widget("box", {
    orientation = "vertical",
    panel.state,
    panel.rows,
    box("horizontal", {
      button("apply", _("apply"), _("write what you changed to the images that are shown")),
      button("reset", _("reset"), _("discard what you typed, and read the records again")),
    }),
    panel.message,
    panel.value_of,
    panel.value,
    box("horizontal", {
      button("copy", _("copy"), _("copy the fields of the panel, without those that count up")),
      button("paste", _("paste"), _("put the copied fields into the panel; “apply” writes them")),
    }),
    box("horizontal", {
      button("edit", _("edit whole record…"), _("open ExiFilm's window on the selected images")),
      button("print", _("print records…"), _("print the records of the selected images")),
    }),
    button("display", _("show records in darktable"),
      _("fill in title, notes, EXIF fields and tags of the selected images from their records")),
    reset_callback = ACTIONS.reset,
  })
end

-- starting and stopping ----------------------------------------------------------------------

local SHORTCUTS <const> = {
  apply = _("exposure record: apply"),
  reset = _("exposure record: reset"),
  copy = _("exposure record: copy"),
  paste = _("exposure record: paste"),
  edit = _("exposure record: edit whole record"),
  print = _("exposure record: print records"),
  display = _("exposure record: show records in darktable"),
}

local function start()
  if panel.is_running then return end
  panel.is_running = true
  dt.register_event(MODULE, "selection-changed", on_selection)
  dt.register_event(MODULE .. "_hover", "mouse-over-image-changed", on_hover)
  for name, label in pairs(SHORTCUTS) do
    dt.register_event(MODULE .. "_" .. name, "shortcut", ACTIONS[name], label)
  end
  panel.wanted = panel.wanted + 1
  dt.control.dispatch(enqueue, refresh)
end

local function stop()
  if not panel.is_running then return end
  panel.is_running = false
  dt.destroy_event(MODULE, "selection-changed")
  dt.destroy_event(MODULE .. "_hover", "mouse-over-image-changed")
  for name in pairs(SHORTCUTS) do dt.destroy_event(MODULE .. "_" .. name, "shortcut") end
end

-- Makes the panel, once, and starts it unless it was stopped before.
local function install()
  if panel.is_installed then return end
  panel.is_installed = true
  expect_window()
  dt.preferences.register(MODULE, "program", "file", _("exposure record: the program exifilm"),
    _("the program that reads and writes the records; empty if it is on the search path"), "")
  dt.preferences.register(MODULE, "fields", "string", _("exposure record: fields of the panel"),
    _("names or labels of fields, separated by commas; empty for the usual ones. “exifilm schema --fields” lists them. Restart darktable after a change."),
    "")
  local widget = make_widget()
  expect_window()
  dt.register_lib(MODULE, _("exposure record"), true, true,
    {[dt.gui.views.lighttable] = {"DT_UI_CONTAINER_PANEL_RIGHT_CENTER", POSITION}},
    real[widget], nil, nil)
  if panel.is_wanted then
    start()
  else
    set_visible(false)
  end
end

-- A call that touches the window never returns while darktable's main loop does not run yet. So the
-- panel comes a moment later; in another view than the lighttable it waits for that.
local function install_later()
  dt.control.sleep(AT_REST)
  if dt.control.ending then return end
  if dt.gui.current_view().id == "lighttable" then
    install()
  else
    dt.register_event(MODULE .. "_view", "view-changed", function(_event, _old, new)
      if new.id == "lighttable" then install() end
    end)
  end
end

-- Both the manager's “show”, right after the script was loaded, and its “restart”.
local function show()
  panel.is_wanted = true
  if not panel.is_installed then return end  -- the panel is on its way
  set_visible(true)
  start()
end

local function destroy()
  panel.is_wanted = false
  if panel.is_installed then set_visible(false) end
  stop()
end

panel.is_wanted = true
dt.control.dispatch(install_later)

script_data.destroy = destroy
script_data.destroy_method = "hide"
script_data.restart = show
script_data.show = show

return script_data
