{#- The one place that looks at a raw relation: see _macros.yml for the arguments. -#}
{% macro stage_source(source_name, table_name, columns, unique_key=[], required_table=false) -%}
    {%- set relation = source(source_name, table_name) -%}
    {%- set landed = {} -%}
    {%- if execute and is_source_on(source_name) -%}
        {%- do landed.update(raw_columns(source_name, table_name)) -%}
        {%- if not landed and required_table -%}
            {{ exceptions.raise_compiler_error(
                "Raw table " ~ raw_name(source_name, table_name) ~ " is missing. Load it, correct var "
                ~ source_name ~ "_schema or raw_database, or take '" ~ source_name
                ~ "' out of var bellwether_sources."
            ) }}
        {%- endif -%}
    {%- endif -%}
    {%- set taken = [] -%}
    {%- for column in columns -%}
        {%- set names = [column.name] if column.name is string else column.name -%}
        {%- set found = names | map('lower') | select('in', landed) | first -%}
        {%- if landed and not found and column.required -%}
            {{ exceptions.raise_compiler_error(
                "Raw table " ~ raw_name(source_name, table_name) ~ " lacks the required column `"
                ~ names | join('` or `') ~ "`. Land the column (or name its column by the var that"
                ~ " models/staging/" ~ source_name ~ " reads), or take '" ~ source_name
                ~ "' out of var bellwether_sources."
            ) }}
        {%- endif -%}
        {%- do taken.append({
            'found': found,
            'alias': column.as or names[0],
            'type': column.type or 'text',
            'lenient': column.lenient,
            'is_open_ended': column.is_open_ended,
        }) -%}
    {%- endfor -%}
    {%- do taken.append({
        'found': '_fivetran_synced' if '_fivetran_synced' in landed else none,
        'alias': 'loaded_at', 'type': 'timestamp', 'lenient': true,
    }) -%}
    {%- for column in taken -%}
        {%- do column.update(landed[column.found] if column.found else {'raw': none}) -%}
        {%- do column.update({
            'value': safe_cast_to(column.raw, column.type, column.kind, column.is_open_ended)
            if column.raw else 'cast(null as ' ~ type_of(column.type) ~ ')',
        }) -%}
    {%- endfor -%}
    {%- set judged = taken | selectattr('raw') | rejectattr('type', 'eq', 'text') | list -%}
    {%- set strict = judged | rejectattr('lenient') | list -%}
    {%- set lenient = judged | selectattr('lenient') | list -%}
    {%- set key_columns = unique_key | map('lower') | select('in', landed) | list -%}
    {%- set loader_id = '_fivetran_id' in landed and not unique_key -%}
    {%- set rest = landed.keys() | reject('in', ['_fivetran_synced', '_fivetran_id']) | list -%}
    select
    {%- for column in taken %}
        {{ column.value }} as {{ column.alias }},
    {%- endfor %}
        {%- for faults, name in [(strict, 'fault'), (lenient, 'blank_reason')] %}
        {%- if faults %}
        case
        {%- for column in faults %}
            {{ value_fault(column) }}
        {%- endfor %}
        end as {{ name }},
        {%- else %}
        cast(null as {{ type_text() }}) as {{ name }},
        {%- endif %}
        {%- endfor %}
        {%- if not landed %}
        cast(null as {{ type_text() }}) as row_key,
        {%- elif unique_key %}
        {{ raw_row_key(key_columns, landed) }} as row_key,
        {%- elif loader_id %}
        coalesce(
            nullif(cast({{ landed['_fivetran_id'].raw }} as {{ type_text() }}), ''),
            {{ raw_row_key(rest, landed) }}
        ) as row_key,
        {%- else %}
        {{ raw_row_key(rest, landed) }} as row_key,
        {%- endif %}
        {#- Two versions of a key in one load: the choice between them must not change from run to run. #}
        {{ raw_row_key(rest, landed) if landed and unique_key else 'cast(null as ' ~ type_text() ~ ')' }} as tie_break
    {%- if landed %}
    from {{ raw_rows(relation) }}
    {%- else %}
    from {{ one_row() }}
    where 1 = 0
    {%- endif %}
{%- endmacro %}
