{#- Cast first: whole numbers would divide as whole numbers on some engines. -#}
{% macro share_of_max_score(value, reference, scale=100, is_lower_better='false') -%}
    {%- set ratio = 'cast(' ~ value ~ ' as ' ~ type_double() ~ ') / nullif(' ~ reference ~ ', 0)' -%}
    {%- set share -%}
        case
            when {{ reference }} <= 0 then 0
            else {{ least_of(['1', greatest_of(['0', ratio])]) }}
        end
    {%- endset -%}
    case
        when {{ value }} is null or {{ reference }} is null then null
        when {{ is_lower_better }} then {{ scale }} * (1 - {{ share }})
        else {{ scale }} * {{ share }}
    end
{%- endmacro %}
